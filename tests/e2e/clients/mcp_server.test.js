'use strict';
// @tsmztech/mcp-server-salesforce, as an assistant would run it: over stdio, with a user's password.
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const path = require('node:path');
const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const { StdioClientTransport } = require('@modelcontextprotocol/sdk/client/stdio.js');
const { startOrg } = require('./org.js');

let org;
let client;
before(async () => {
  org = await startOrg();
  const program = path.join(process.env.NODE_PATH, '@tsmztech/mcp-server-salesforce/dist/index.js');
  client = new Client({ name: 'e2e', version: '1.0.0' });
  await client.connect(
    new StdioClientTransport({
      command: process.execPath,
      args: [program],
      stderr: 'ignore',
      env: {
        ...process.env,
        SALESFORCE_CONNECTION_TYPE: 'User_Password',
        SALESFORCE_INSTANCE_URL: org.tenant.instance_url,
        SALESFORCE_USERNAME: org.admin.username,
        SALESFORCE_PASSWORD: org.admin.password,
        SALESFORCE_TOKEN: 'TOKEN',
      },
    }),
  );
});
after(async () => {
  await client.close();
  await org.stop();
});

async function call(name, args) {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content.map((part) => part.text).join('\n');
  assert.notEqual(result.isError, true, text);
  return text;
}

test('it lists its tools', async () => {
  const names = (await client.listTools()).tools.map((tool) => tool.name);
  assert.ok(names.includes('salesforce_query_records'));
});

test('it searches objects', async () => {
  const text = await call('salesforce_search_objects', { searchPattern: 'project' });
  assert.match(text, /Project__c \(Custom\)/);
});

test('it describes an object', async () => {
  const text = await call('salesforce_describe_object', { objectName: 'Opportunity' });
  assert.match(text, /StageName/);
  assert.match(text, /Closed Won/);
});

test('it queries records with their parents', async () => {
  const text = await call('salesforce_query_records', {
    objectName: 'Contact',
    fields: ['LastName', 'Account.Name'],
    whereClause: "Account.Name = 'Northwind Foods'",
    limit: 1,
  });
  assert.match(text, /Query returned 1 records/);
  assert.match(text, /Account\.Name: Northwind Foods/);
});

test('it aggregates', async () => {
  const text = await call('salesforce_aggregate_query', {
    objectName: 'Opportunity',
    selectFields: ['StageName', 'COUNT(Id) Number'],
    groupByFields: ['StageName'],
  });
  assert.match(text, /Closed Won/);
});

test('it creates and updates records', async () => {
  const created = await call('salesforce_dml_records', {
    operation: 'insert',
    objectName: 'Lead',
    records: [{ LastName: 'Bachman', Company: 'Aviato' }, { LastName: 'Nobody' }],
  });
  assert.match(created, /Successful: 1/);
  assert.match(created, /Required fields are missing: \[Company\]/);
  const soql = encodeURIComponent("SELECT Id FROM Lead WHERE LastName = 'Bachman'");
  const found = await fetch(`${org.tenant.instance_url}/services/data/v63.0/query?q=${soql}`, {
    headers: { authorization: `Bearer ${org.admin.access_token}` },
  });
  const [{ Id }] = (await found.json()).records;
  const updated = await call('salesforce_dml_records', {
    operation: 'update',
    objectName: 'Lead',
    records: [{ Id, Rating: 'Hot' }],
  });
  assert.match(updated, /Successful: 1/);
});

test('it upserts by an external id', async () => {
  const text = await call('salesforce_dml_records', {
    operation: 'upsert',
    objectName: 'Account',
    externalIdField: 'Customer_Number__c',
    records: [{ Customer_Number__c: 'C-9100', Name: 'Bachmanity' }],
  });
  assert.match(text, /Successful: 1/);
});
