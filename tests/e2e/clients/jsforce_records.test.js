'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { startOrg, connect } = require('./org.js');

let org;
let conn;
before(async () => {
  org = await startOrg();
  conn = connect(org);
});
after(() => org.stop());

test('one record is created, retrieved, updated and destroyed', async () => {
  const created = await conn.sobject('Account').create({ Name: 'Pied Piper', AnnualRevenue: 1500000 });
  assert.deepEqual(created, { id: created.id, success: true, errors: [] });
  const account = await conn.sobject('Account').retrieve(created.id);
  assert.equal(account.Name, 'Pied Piper');
  assert.equal(account.AnnualRevenue, 1500000);
  const updated = await conn.sobject('Account').update({ Id: created.id, Phone: '+1 555 0100' });
  assert.deepEqual(updated, { id: created.id, success: true, errors: [] });
  assert.equal((await conn.sobject('Account').retrieve(created.id, { fields: ['Phone'] })).Phone, '+1 555 0100');
  assert.deepEqual(await conn.sobject('Account').destroy(created.id), { id: created.id, success: true, errors: [] });
  await assert.rejects(conn.sobject('Account').retrieve(created.id), { errorCode: 'ENTITY_IS_DELETED' });
});

test('many records are created, retrieved, updated and destroyed in one request each', async () => {
  await org.control('DELETE', '/requests');
  const created = await conn.sobject('Contact').create([{ LastName: 'One' }, { LastName: 'Two' }]);
  assert.deepEqual(created.map((result) => result.success), [true, true]);
  const ids = created.map((result) => result.id);
  const read = await conn.sobject('Contact').retrieve([...ids, '003000000000000AAA'], { fields: ['LastName'] });
  assert.deepEqual(read.map((record) => record && record.LastName), ['One', 'Two', null]);
  const updated = await conn.sobject('Contact').update(ids.map((Id) => ({ Id, Title: 'CEO' })));
  assert.deepEqual(updated, ids.map((id) => ({ id, success: true, errors: [] })));
  const destroyed = await conn.sobject('Contact').destroy(ids);
  assert.deepEqual(destroyed, ids.map((id) => ({ id, success: true, errors: [] })));
  assert.equal((await org.control('GET', '/requests')).count, 4);
});

test('retrieving many without naming fields reads them all', async () => {
  const { records } = await conn.query('SELECT Id FROM Account LIMIT 2');
  const read = await conn.sobject('Account').retrieve(records.map((record) => record.Id));
  assert.equal(read.length, 2);
  assert.ok('BillingAddress' in read[0]);
});

test('where one of many is refused, the others are stored', async () => {
  const results = await conn.sobject('Contact').create([{ LastName: 'Good' }, { FirstName: 'Nameless' }]);
  assert.equal(results[0].success, true);
  assert.deepEqual(results[1], {
    success: false,
    errors: [
      { statusCode: 'REQUIRED_FIELD_MISSING', message: 'Required fields are missing: [LastName]', fields: ['LastName'] },
    ],
  });
});

test('with allOrNone nothing is stored when one is refused', async () => {
  const before = await conn.sobject('Contact').count();
  const results = await conn
    .sobject('Contact')
    .create([{ LastName: 'Good' }, { FirstName: 'Nameless' }], { allOrNone: true });
  assert.deepEqual(
    results.map((result) => result.errors[0].statusCode),
    ['ALL_OR_NONE_OPERATION_ROLLED_BACK', 'REQUIRED_FIELD_MISSING'],
  );
  assert.equal(await conn.sobject('Contact').count(), before);
});

test('upsert by an external id creates, then updates', async () => {
  const account = { Customer_Number__c: 'C-9001', Name: 'Hooli' };
  const created = await conn.sobject('Account').upsert(account, 'Customer_Number__c');
  assert.equal(created.success, true);
  assert.equal(created.created, true);
  const updated = await conn.sobject('Account').upsert({ ...account, Name: 'Hooli XYZ' }, 'Customer_Number__c');
  assert.equal(updated.id, created.id);
  assert.equal(updated.created, false);
  const many = await conn.sobject('Account').upsert(
    [
      { Customer_Number__c: 'C-9001', Name: 'Hooli Again' },
      { Customer_Number__c: 'C-9002', Name: 'Aviato' },
    ],
    'Customer_Number__c',
  );
  assert.deepEqual(many.map((result) => result.created), [false, true]);
  assert.equal((await conn.sobject('Account').findOne({ Customer_Number__c: 'C-9001' })).Name, 'Hooli Again');
});

test('records found by a query are changed and removed through it', async () => {
  await conn.sobject('Task').create([{ Subject: 'sweep me' }, { Subject: 'sweep me' }]);
  const updated = await conn.sobject('Task').find({ Subject: 'sweep me' }).update({ Status: 'Completed' }, { allowBulk: false });
  assert.deepEqual(updated.map((result) => result.success), [true, true]);
  const destroyed = await conn.sobject('Task').find({ Subject: 'sweep me' }).destroy({ allowBulk: false });
  assert.deepEqual(destroyed.map((result) => result.success), [true, true]);
  assert.equal(await conn.sobject('Task').count({ Subject: 'sweep me' }), 0);
});

test('several requests go as one composite, each knowing what came before', async () => {
  const { compositeResponse } = await conn.requestPost('/composite', {
    allOrNone: true,
    compositeRequest: [
      { method: 'POST', url: '/services/data/v63.0/sobjects/Account', referenceId: 'account', body: { Name: 'Endframe' } },
      {
        method: 'POST',
        url: '/services/data/v63.0/sobjects/Contact',
        referenceId: 'contact',
        body: { LastName: 'Hendricks', AccountId: '@{account.id}' },
      },
      {
        method: 'GET',
        url: "/services/data/v63.0/query?q=SELECT+Name+FROM+Contact+WHERE+AccountId='@{account.id}'",
        referenceId: 'found',
      },
    ],
  });
  assert.deepEqual(compositeResponse.map((part) => part.httpStatusCode), [201, 201, 200]);
  assert.equal(compositeResponse[2].body.records[0].Name, 'Hendricks');
});
