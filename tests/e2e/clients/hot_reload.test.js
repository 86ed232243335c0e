'use strict';
// A plugin that is built anew while MCP's own clients use it.
const { test, describe, before, after } = require('node:test');
const assert = require('node:assert/strict');
const crypto = require('node:crypto');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { spawn } = require('node:child_process');
const { clients } = require('./sdk_clients.js');

// The folder of a developer's build, where each build replaces the one before.
class BuildFolder {
  constructor(file) {
    this.folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alysio-reload-'));
    this.library = path.join(this.folder, file);
  }
  // The library and then its manifest, each by rename.
  write(bytes, manifest) {
    const sha256 = crypto.createHash('sha256').update(bytes).digest('hex');
    this.replace(this.library, bytes);
    this.replace(
      this.library.replace(/[.]so$/, '.manifest.json'),
      JSON.stringify({ ...manifest, file: path.basename(this.library), sha256 }),
    );
  }
  replace(file, content) {
    fs.writeFileSync(`${file}.new`, content);
    fs.renameSync(`${file}.new`, file);
  }
  remove() {
    fs.rmSync(this.folder, { recursive: true });
  }
}

const environment = (folder) => ({ HOME: folder, PATH: process.env.PATH });

for (const [name, kind] of Object.entries(clients)) {
  describe(name, () => {
    test('hears of tools that changed, and a call in flight ends on the build that it began on', async () => {
      const place = new BuildFolder('reloadable.so');
      const build = (fixture, version, tools) =>
        place.write(fs.readFileSync(path.join(process.env.ALYSIO_FIXTURES, `${fixture}.so`)), {
          format_version: 1,
          name: 'reloadable',
          version,
          abi: { major: 1, minor: 0 },
          tools,
          policy: { endpoints: [] },
        });
      build('reloadable_one', 'one', ['which', 'hold', 'guide']);

      let heard;
      const changed = new Promise((resolve) => (heard = resolve));
      const listChanged = { tools: { autoRefresh: true, debounceMs: 0, onChanged: (error, tools) => heard(tools) } };
      const { client, transport: Transport } = kind.connect({ capabilities: {}, listChanged });
      const call = (tool, options) => kind.call(client, { name: tool, arguments: {} }, options);
      await client.connect(
        new Transport({
          command: process.env.ALYSIO_SANDBOX,
          args: ['mcp', '--reload', '--confirm', 'never', '--plugin', place.library],
          env: environment(place.folder),
        }),
      );
      try {
        assert.equal((await call('which')).structuredContent.build, 'one');
        let held;
        await new Promise((holding) => (held = call('hold', { onprogress: holding })));
        build('reloadable_other_tools', 'other', ['which', 'hold', 'more']);
        assert.deepEqual(
          (await changed).map((tool) => tool.name),
          ['which', 'hold', 'more'],
        );
        assert.equal((await held).structuredContent.build, 'one');
        assert.deepEqual((await call('more')).structuredContent, { build: 'other', state: 'one:01' });
      } finally {
        await client.close();
        place.remove();
      }
    });
  });
}

describe('the Salesforce plugin', () => {
  let place;
  let org;
  let control;
  before(async () => {
    place = new BuildFolder('alysio_salesforce.so');
    org = spawn(process.env.ALYSIO_SANDBOX, ['org', '--records', '5000'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: environment(place.folder),
    });
    const line = await new Promise((resolve) => readline.createInterface({ input: org.stdout }).once('line', resolve));
    control = JSON.parse(line).control_url;
  });
  after(async () => {
    const ended = new Promise((resolve) => org.once('exit', resolve));
    org.kill();
    await ended;
    place.remove();
  });

  test('is reloaded in the middle of a query: every row is there once, and fields that were known still are', async () => {
    const shipped = path.join(path.dirname(process.env.ALYSIO_SANDBOX), 'alysio_salesforce.so');
    const bytes = fs.readFileSync(shipped);
    const manifest = JSON.parse(fs.readFileSync(shipped.replace(/[.]so$/, '.manifest.json')));
    // A library is the same with more behind its end, and yet another file.
    const build = (number) => place.write(Buffer.concat([bytes, Buffer.from(`build ${number}`)]), manifest);
    build(1);

    const kind = clients['SDK 1'];
    const { client, transport: Transport } = kind.connect({ capabilities: {} });
    const transport = new Transport({
      command: process.env.ALYSIO_SANDBOX,
      args: ['mcp', '--reload', '--plugin', place.library, '--log-level', 'info', '--log-format', 'json'],
      env: environment(place.folder),
      stderr: 'pipe',
    });
    await client.connect(transport);
    const serving = new Promise((resolve) => {
      readline.createInterface({ input: transport.stderr }).on('line', (line) => {
        if (line.includes('Generation 2')) resolve();
      });
    });
    const fields = () =>
      kind.call(client, { name: 'salesforce_get_object_fields', arguments: { object_name: 'Lead', search: 'company' } });
    const describes = async () => {
      const { requests } = await (await fetch(`${control}/requests`)).json();
      return requests.filter((request) => request.target.includes('/sobjects/Lead/describe')).length;
    };
    const before = (await fields()).structuredContent;
    assert.equal(await describes(), 1);

    const slow = { path: '/query', times: 3, latency_ms: 300 };
    await fetch(`${control}/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(slow),
    });
    const query = kind.call(client, {
      name: 'salesforce_run_soql_query',
      arguments: { query: 'SELECT Id FROM Opportunity', output: 'file' },
    });
    build(2);
    await serving;
    assert.deepEqual((await fields()).structuredContent, before);
    assert.equal(await describes(), 1, 'the describe moved over to the new build');

    const result = (await query).structuredContent;
    const rows = fs.readFileSync(result.file.path, 'utf8').trim().split('\n').map(JSON.parse);
    assert.equal(new Set(rows.map((row) => row.Id)).size, 5000);
    assert.equal(rows.length, 5000);
    await client.close();
  });
});
