'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { SfDate } = require('jsforce');
const { startOrg, connect } = require('./org.js');

const opportunities = 4500;
let org;
let conn;
before(async () => {
  org = await startOrg(['--records', String(opportunities)]);
  conn = connect(org);
});
after(() => org.stop());

test('query() gives the first 2,000 rows and a locator for the rest', async () => {
  const first = await conn.query('SELECT Id, Name, Account.Name FROM Opportunity ORDER BY Id');
  assert.equal(first.totalSize, opportunities);
  assert.equal(first.records.length, 2000);
  assert.equal(first.done, false);
  assert.match(first.nextRecordsUrl, /\/services\/data\/v63\.0\/query\/[A-Za-z0-9]{18}-2000$/);
  assert.equal(first.records[0].attributes.type, 'Opportunity');
});

test('queryMore() follows the locator to the end', async () => {
  let page = await conn.query('SELECT Id FROM Opportunity ORDER BY Id');
  const ids = page.records.map((record) => record.Id);
  while (!page.done) {
    page = await conn.queryMore(page.nextRecordsUrl);
    ids.push(...page.records.map((record) => record.Id));
  }
  assert.equal(ids.length, opportunities);
  assert.equal(new Set(ids).size, opportunities);
});

test('autoFetch gives every row', async () => {
  const all = await conn.query('SELECT Id FROM Opportunity', { autoFetch: true, maxFetch: 10000 });
  assert.equal(all.records.length, opportunities);
  assert.equal(all.done, true);
});

test('maxFetch stops autoFetch early', async () => {
  const some = await conn.query('SELECT Id FROM Opportunity').maxFetch(2500).autoFetch(true);
  assert.equal(some.records.length, 2500);
});

test('rows come as events', async () => {
  const names = await new Promise((resolve, reject) => {
    const seen = [];
    const query = conn.query('SELECT Name FROM Opportunity');
    query.on('record', (record) => seen.push(record.Name));
    query.on('end', () => resolve(seen));
    query.on('error', reject);
    query.run({ autoFetch: true, maxFetch: 3000 });
  });
  assert.equal(names.length, 3000);
});

test('a header sets the size of a page', async () => {
  const page = await conn.query('SELECT Id FROM Opportunity', { headers: { 'Sforce-Query-Options': 'batchSize=200' } });
  assert.equal(page.records.length, 200);
});

test('scanAll sees deleted rows', async () => {
  const { id } = await conn.sobject('Account').create({ Name: 'Short-lived' });
  await conn.sobject('Account').destroy(id);
  const soql = `SELECT Id, IsDeleted FROM Account WHERE Id = '${id}'`;
  assert.equal((await conn.query(soql)).totalSize, 0);
  const all = await conn.query(soql, { scanAll: true });
  assert.equal(all.records[0].IsDeleted, true);
});

test('find() builds queries from conditions', async () => {
  const accounts = await conn
    .sobject('Account')
    .find({ Name: { $like: 'North%' }, CreatedDate: { $gte: SfDate.toDateTimeLiteral('2000-01-01') } }, ['Id', 'Name', 'Owner.Name'])
    .sort({ Name: 1 })
    .limit(5);
  assert.equal(accounts[0].Name, 'Northwind Foods');
  assert.equal(typeof accounts[0].Owner.Name, 'string');
});

test('find() with an asterisk asks describe for the fields', async () => {
  const [contact] = await conn.sobject('Contact').find({}, '*').limit(1);
  assert.ok('MailingAddress' in contact);
  assert.ok('SystemModstamp' in contact);
});

test('include() reads children with their parent', async () => {
  const [account] = await conn
    .sobject('Account')
    .select('Id, Name')
    .where({ Name: 'Northwind Foods' })
    .include('Contacts')
    .select('Id, LastName')
    .end()
    .execute();
  assert.ok(account.Contacts.records.length > 0);
  assert.equal(account.Contacts.totalSize, account.Contacts.records.length);
});

test('count() and findOne()', async () => {
  assert.equal(await conn.sobject('Opportunity').count(), opportunities);
  const one = await conn.sobject('Account').findOne({ Name: 'Northwind Foods' });
  assert.equal(one.Name, 'Northwind Foods');
  assert.equal(await conn.sobject('Account').findOne({ Name: 'Nobody at all' }), null);
});

test('an aggregate names its columns as Salesforce does', async () => {
  const { records } = await conn.query(
    'SELECT StageName stage, COUNT(Id), SUM(Amount) total FROM Opportunity GROUP BY StageName ORDER BY StageName',
  );
  assert.equal(records[0].attributes.type, 'AggregateResult');
  assert.deepEqual(Object.keys(records[0]), ['attributes', 'stage', 'expr0', 'total']);
});

test('an expired locator is an error with its code', async () => {
  const page = await conn.query('SELECT Id FROM Opportunity');
  await org.control('DELETE', '/locators');
  await assert.rejects(conn.queryMore(page.nextRecordsUrl), { errorCode: 'INVALID_QUERY_LOCATOR' });
});
