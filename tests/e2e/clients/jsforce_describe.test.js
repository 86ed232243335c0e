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

test('describe() tells fields, picklists and relationships', async () => {
  const opportunity = await conn.sobject('Opportunity').describe();
  const stage = opportunity.fields.find((field) => field.name === 'StageName');
  assert.equal(stage.type, 'picklist');
  assert.ok(stage.picklistValues.some((value) => value.value === 'Closed Won'));
  const account = await conn.describe('Account');
  assert.ok(account.childRelationships.some((child) => child.relationshipName === 'Contacts'));
  assert.equal(account.keyPrefix, '001');
});

test('describe$() asks once', async () => {
  await conn.describe$('Lead');
  await org.control('DELETE', '/requests');
  assert.equal((await conn.describe$('Lead')).name, 'Lead');
  assert.equal((await org.control('GET', '/requests')).count, 0);
});

test('describeGlobal() lists what the user may see', async () => {
  const names = async (user) => (await connect(org, user).describeGlobal()).sobjects.map((object) => object.name);
  assert.ok((await names('admin')).includes('Milestone__c'));
  assert.ok(!(await names('reader')).includes('Milestone__c'));
});

test('limits() and limitInfo tell what is left', async () => {
  const limits = await conn.limits();
  assert.equal(limits.DailyApiRequests.Max - limits.DailyApiRequests.Remaining, conn.limitInfo.apiUsage.used);
  assert.equal(conn.limitInfo.apiUsage.limit, limits.DailyApiRequests.Max);
});

test('request() takes relative, versioned and absolute URLs', async () => {
  for (const url of ['/limits', '/services/data/v58.0/limits', `${org.tenant.instance_url}/services/data/v63.0/limits`]) {
    assert.ok('DailyApiRequests' in (await conn.request(url)));
  }
});

test('the version root lists resources that are there', async () => {
  const { identity, ...resources } = await conn.request('/');
  assert.ok(identity.endsWith(org.admin.user_id));
  for (const path of Object.values(resources)) {
    const reply = await fetch(org.tenant.instance_url + path, {
      headers: { authorization: `Bearer ${org.admin.access_token}` },
    });
    assert.notEqual(reply.status, 404, path);
  }
});
