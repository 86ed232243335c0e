'use strict';
const { test, before, after } = require('node:test');
const assert = require('node:assert/strict');
const jsforce = require('jsforce');
const { startOrg, connect } = require('./org.js');

let org;
before(async () => {
  org = await startOrg();
});
after(() => org.stop());

const loginUrl = () => org.tenant.instance_url;
const withOauth = () =>
  new jsforce.Connection({ oauth2: { loginUrl: loginUrl(), clientId: 'any', clientSecret: 'any' }, version: '63.0' });

test('login() by SOAP opens a session as the user', async () => {
  const conn = new jsforce.Connection({ loginUrl: loginUrl(), version: '63.0' });
  const user = await conn.login(org.admin.username, org.admin.password);
  assert.equal(user.id, org.admin.user_id);
  assert.equal(user.organizationId, org.tenant.org_id);
  assert.equal(conn.instanceUrl, org.tenant.instance_url);
  assert.notEqual(conn.accessToken, org.admin.access_token);
  assert.equal((await conn.query('SELECT Id FROM Account LIMIT 1')).totalSize, 1);
});

test('login() by OAuth with username and password opens a session too', async () => {
  const conn = withOauth();
  const user = await conn.login(org.admin.username, org.admin.password);
  assert.equal(user.id, org.admin.user_id);
  assert.equal(conn.instanceUrl, org.tenant.instance_url);
  assert.equal(await conn.sobject('Account').count(), 48);
});

test('a wrong password is refused in the words of each protocol', async () => {
  const soap = new jsforce.Connection({ loginUrl: loginUrl(), version: '63.0' });
  await assert.rejects(soap.login(org.admin.username, 'wrong'), {
    message: 'INVALID_LOGIN: Invalid username, password, security token; or user locked out.',
  });
  await assert.rejects(withOauth().login(org.admin.username, 'wrong'), {
    name: 'invalid_grant',
    message: 'authentication failure',
  });
});

test('identity() tells who is logged in', async () => {
  const identity = await connect(org, 'rep').identity();
  assert.equal(identity.user_id, org.tenant.users.rep.user_id);
  assert.equal(identity.organization_id, org.tenant.org_id);
  assert.equal(identity.display_name, 'Samuel Okafor');
});

test('an access token in the identity URL is not in the log of requests', async () => {
  await connect(org).identity();
  const log = JSON.stringify(await org.control('GET', '/requests'));
  assert.ok(!log.includes(org.admin.access_token));
  assert.ok(!log.includes('oauth_token'));
});

test('logout() ends that session and no other', async () => {
  for (const conn of [withOauth(), new jsforce.Connection({ loginUrl: loginUrl(), version: '63.0' })]) {
    await conn.login(org.admin.username, org.admin.password);
    const ended = conn.accessToken;
    await conn.logout();
    const late = new jsforce.Connection({ instanceUrl: org.tenant.instance_url, accessToken: ended });
    await assert.rejects(late.query('SELECT Id FROM Account'), { errorCode: 'INVALID_SESSION_ID' });
  }
  assert.equal((await connect(org).query('SELECT Id FROM Account LIMIT 1')).totalSize, 1);
});

test('a session that is gone is refreshed, and the request sent again', async () => {
  let refreshed = 0;
  const conn = new jsforce.Connection({
    instanceUrl: org.tenant.instance_url,
    accessToken: 'expired',
    version: '63.0',
    refreshFn: (_conn, done) => {
      refreshed += 1;
      done(null, org.admin.access_token);
    },
  });
  assert.equal((await conn.query('SELECT Id FROM Account LIMIT 1')).totalSize, 1);
  assert.equal(refreshed, 1);
});

test('a session that is gone and cannot be refreshed is an error', async () => {
  const conn = new jsforce.Connection({ instanceUrl: org.tenant.instance_url, accessToken: 'expired' });
  await assert.rejects(conn.query('SELECT Id FROM Account'), {
    errorCode: 'INVALID_SESSION_ID',
    message: 'Session expired or invalid',
  });
});
