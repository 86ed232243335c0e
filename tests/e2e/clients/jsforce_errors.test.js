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

const refused = (promise, errorCode, message) => assert.rejects(promise, (error) => {
  assert.equal(error.errorCode, errorCode);
  assert.match(error.message, message);
  return true;
});

test('a query that makes no sense says where', async () => {
  await refused(conn.query('SELECT Id FORM Account'), 'MALFORMED_QUERY', /ERROR at Row:1:Column:\d+\nunexpected token/);
  await refused(conn.request('/query?q='), 'MALFORMED_QUERY', /SOQL statements cannot be empty or null/);
});

test('an unknown field is named, with a mark under it', async () => {
  await refused(
    conn.query('SELECT Id, Nmae FROM Account'),
    'INVALID_FIELD',
    /\^\nERROR at Row:1:Column:12\nNo such column 'Nmae' on entity 'Account'/,
  );
});

test('an unknown object is named in a query and not found elsewhere', async () => {
  await refused(conn.query('SELECT Id FROM Acount'), 'INVALID_TYPE', /sObject type 'Acount' is not supported/);
  await refused(conn.describe('Acount'), 'NOT_FOUND', /^The requested resource does not exist$/);
  await refused(conn.sobject('Acount').create({ Name: 'x' }), 'NOT_FOUND', /does not exist/);
});

test('a refused record says which field', async () => {
  await assert.rejects(conn.sobject('Contact').create({ FirstName: 'Only' }), (error) => {
    assert.equal(error.errorCode, 'REQUIRED_FIELD_MISSING');
    assert.deepEqual(error.data.fields, ['LastName']);
    return true;
  });
  await refused(conn.sobject('Account').create({ Nmae: 'x' }), 'INVALID_FIELD', /^No such column 'Nmae' on sobject of type Account$/);
  await refused(
    conn.sobject('Account').update({ Id: '001000000000000AAA', Name: 'x' }),
    'NOT_FOUND',
    /^The requested resource does not exist$/,
  );
});

test('a body that is no JSON is refused with its place', async () => {
  await refused(
    conn.request({ method: 'POST', url: '/sobjects/Account', body: '{"Name":', headers: { 'content-type': 'application/json' } }),
    'JSON_PARSER_ERROR',
    /\[line:1, column:\d+\]/,
  );
});

test('a path that leads nowhere and a method that does not fit are refused', async () => {
  await refused(conn.request('/nonsense'), 'NOT_FOUND', /does not exist/);
  await refused(conn.requestDelete('/limits'), 'METHOD_NOT_ALLOWED', /HTTP Method 'DELETE' not allowed/);
});

test('an answer of 503 is tried again', async () => {
  await org.control('POST', '/faults', { path: '/limits', status: 503, body: '<html>down for maintenance</html>' });
  assert.ok('DailyApiRequests' in (await conn.limits()));
});

test('a page of HTML is told apart from an answer', async () => {
  // With 403, since it tries again by itself after a 503.
  await org.control('POST', '/faults', { path: '/limits', status: 403, body: '<html>kept out by the edge</html>' });
  await refused(conn.limits(), 'ERROR_HTTP_403', /kept out by the edge/);
});

test('what a profile hides does not exist', async () => {
  const rep = connect(org, 'rep');
  await refused(rep.query('SELECT Margin__c FROM Account'), 'INVALID_FIELD', /No such column 'Margin__c'/);
  const described = await rep.describe('Account');
  assert.ok(!described.fields.some((field) => field.name === 'Margin__c'));
});
