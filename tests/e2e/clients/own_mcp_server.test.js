'use strict';
// alysio-sandbox mcp, as the protocol's own clients see it: both SDKs, in both eras, over stdio.
const { test, describe, before, after } = require('node:test');
const assert = require('node:assert/strict');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');
const { spawn } = require('node:child_process');
const { clients } = require('./sdk_clients.js');

const tools = [
  'salesforce_run_soql_query',
  'salesforce_get_object_fields',
  'salesforce_get_record',
  'salesforce_create_record',
  'salesforce_update_record',
  'salesforce_generate_record_url',
];

const capabilities = { elicitation: {} };
for (const [name, kind] of Object.entries(clients)) {
  describe(name, () => {
    let folder;
    let org;
    let control;
    let client;
    const questions = [];
    let answer = { action: 'accept', content: {} };
    before(async () => {
      folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alysio-mcp-'));
      const env = { HOME: folder, PATH: process.env.PATH };
      org = spawn(process.env.ALYSIO_SANDBOX, ['org', '--records', '5000'], {
        stdio: ['ignore', 'pipe', 'inherit'],
        env,
      });
      const line = await new Promise((resolve) => readline.createInterface({ input: org.stdout }).once('line', resolve));
      control = JSON.parse(line).control_url;
      const made = kind.connect({ capabilities });
      client = made.client;
      kind.onQuestion(client, (request) => {
        questions.push(request.params.message);
        return answer;
      });
      const Transport = made.transport;
      await client.connect(
        new Transport({
          command: process.env.ALYSIO_SANDBOX,
          args: ['mcp'],
          env,
        }),
      );
    });
    after(async () => {
      await client.close();
      const ended = new Promise((resolve) => org.once('exit', resolve));
      org.kill();
      await ended;
      fs.rmSync(folder, { recursive: true });
    });

    const call = (tool, args, options) => kind.call(client, { name: tool, arguments: args }, options);
    const query = (soql, more, options) => call('salesforce_run_soql_query', { query: soql, ...more }, options);

    test('it finds the tools', async () => {
      const listed = (await client.listTools()).tools;
      const names = listed.map((tool) => tool.name);
      assert.deepEqual(
        names.filter((name) => tools.includes(name)),
        tools,
      );
      assert.equal(listed[names.indexOf('salesforce_run_soql_query')].annotations.readOnlyHint, true);
      assert.equal(listed[names.indexOf('salesforce_create_record')].annotations.readOnlyHint, false);
    });

    test('every tool does its work, and its result conforms to its schema', async () => {
      const created = await call('salesforce_create_record', {
        object_name: 'Lead',
        fields: { LastName: 'Ray', Company: 'Fjord AS' },
      });
      assert.match(questions.pop(), /Lead[^]*Company: Fjord AS/);
      const { id } = created.structuredContent;
      const updated = await call('salesforce_update_record', {
        object_name: 'Lead',
        record_id: id,
        fields: { Company: 'Fjord A/S' },
      });
      assert.match(questions.pop(), /Company: Fjord AS → Fjord A\/S/);
      assert.deepEqual(updated.structuredContent.updated_fields, ['Company']);
      const record = await call('salesforce_get_record', { object_name: 'Lead', record_id: id });
      assert.equal(record.structuredContent.record.Company, 'Fjord A/S');
      assert.deepEqual(JSON.parse(record.content[0].text), record.structuredContent);
      const fields = await call('salesforce_get_object_fields', { object_name: 'Lead', search: 'company' });
      assert.equal(fields.structuredContent.fields[0].name, 'Company');
      const url = await call('salesforce_generate_record_url', { object_name: 'Lead', record_id: id });
      assert.match(url.structuredContent.record_url, new RegExp(`/lightning/r/Lead/${id}/view$`));
      const rows = await query(`SELECT Name FROM Lead WHERE Id = '${id}'`);
      assert.equal(rows.structuredContent.total_size, 1);
      assert.equal(questions.length, 0);
    });

    test('a change that the user declines is not made', async () => {
      answer = { action: 'decline' };
      const refused = await call('salesforce_create_record', {
        object_name: 'Lead',
        fields: { LastName: 'Declined', Company: 'None' },
      });
      answer = { action: 'accept', content: {} };
      assert.equal(refused.isError, true);
      assert.match(refused.content[0].text, /declined/);
      const rows = await query("SELECT COUNT() FROM Lead WHERE LastName = 'Declined'");
      assert.equal(rows.structuredContent.total_size, 0);
    });

    test('a mistake in the arguments comes back as advice', async () => {
      const wrong = await call('salesforce_get_record', { object: 'Lead' });
      assert.equal(wrong.isError, true);
      assert.match(wrong.content[0].text, /object_name/);
      const misspelt = await query('SELECT Stage FROM Opportunity');
      assert.equal(misspelt.isError, true);
      assert.match(misspelt.content[0].text, /StageName/);
    });

    test('an unknown tool is a protocol error', async () => {
      await assert.rejects(call('salesforce_delete_record', {}), (error) => error.code === -32602);
    });

    test('a large result is a file that can be read in pages', async () => {
      // Pages that take a while, so that progress is told between them.
      const slow = { path: '/query', times: 3, latency_ms: 200 };
      await fetch(`${control}/faults`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(slow),
    });
      const told = [];
      const result = await query(
        'SELECT Id, Name FROM Opportunity',
        { output: 'file' },
        { onprogress: (progress) => told.push(progress.progress) },
      );
      assert.deepEqual(told.slice(0, 2), [2000, 4000]);
      assert.equal(result.structuredContent.total_size, 5000);
      const link = result.content.find((part) => part.type === 'resource_link');
      assert.equal(link.size, result.structuredContent.file.bytes);
      const rows = [];
      for (let uri = link.uri; uri; ) {
        const [page] = (await client.readResource({ uri })).contents;
        rows.push(...page.text.trim().split('\n').map(JSON.parse));
        uri = page._meta?.['ai.alysio/next'];
      }
      assert.equal(rows.length, 5000);
      assert.ok(rows.every((row) => row.Name));
    });

    test('a resource that is not there is an error', async () => {
      await assert.rejects(client.readResource({ uri: 'file:///etc/passwd' }));
    });

    test('a call that is given up does not disturb the others', async () => {
      const control = new AbortController();
      const given_up = query('SELECT Id FROM Opportunity', {}, { signal: control.signal });
      control.abort();
      await assert.rejects(given_up);
      const rows = await query('SELECT COUNT() FROM Account');
      assert.ok(rows.structuredContent.total_size > 0);
    });

    test('many calls at once are answered each with its own', async () => {
      const all = await Promise.all(
        Array.from({ length: 200 }, (_, i) => {
          const id = `001Sb${String(i).padStart(10, '0')}`;
          return call('salesforce_generate_record_url', { object_name: 'Account', record_id: id }).then((result) =>
            result.structuredContent.id.startsWith(id),
          );
        }),
      );
      assert.ok(all.every(Boolean));
    });
  });
}

for (const [name, kind] of Object.entries(clients)) {
  test(`${name}: it hears of it when the tools change`, async () => {
    let heard;
    const changed = new Promise((resolve) => (heard = resolve));
    const listChanged = { tools: { autoRefresh: true, debounceMs: 0, onChanged: (error, tools) => heard(tools) } };
    const { client, transport: Transport } = kind.connect({ capabilities: {}, listChanged });
    await client.connect(new Transport({ command: process.env.ALYSIO_CHANGING_HOST }));
    await kind.call(client, { name: 'look', arguments: {} });
    assert.deepEqual(
      (await changed).map((tool) => tool.name),
      ['act', 'look'],
    );
    await client.close();
  });
}
