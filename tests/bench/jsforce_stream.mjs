// jsforce's way to a file of all rows: node jsforce_stream.mjs MODULES INSTANCE_URL LINK_ROOT RECORDS QUERY FILE
import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createRequire } from 'node:module';

const [modules, instanceUrl, linkRoot, records, soql, path] = process.argv.slice(2);
const jsforce = createRequire(modules + '/')('jsforce');

const connection = new jsforce.Connection({ instanceUrl, accessToken: 'bench', version: '62.0' });
const file = createWriteStream(path);
const query = connection.query(soql, { autoFetch: true, maxFetch: Number(records) });

await new Promise((resolve, reject) => {
  query.on('record', (record) => {
    const { attributes, ...row } = record;
    for (const value of Object.values(row)) if (value !== null && typeof value === 'object') delete value.attributes;
    row.record_url = `${linkRoot}${record.Id}/view`;
    file.write(JSON.stringify(row) + '\n');
  });
  query.on('end', resolve);
  query.on('error', reject);
  query.run({ autoFetch: true, maxFetch: Number(records) });
});
file.end();
await once(file, 'finish');
