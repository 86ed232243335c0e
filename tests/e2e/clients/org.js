'use strict';
// The sandbox org as a client meets it: a process that says on its first line where it is.
const { spawn } = require('node:child_process');
const readline = require('node:readline');
const jsforce = require('jsforce');

async function startOrg(options = []) {
  const child = spawn(process.env.ALYSIO_SANDBOX, ['org', '--memory', '--log-level', 'warn', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = readline.createInterface({ input: child.stdout });
  const first = await new Promise((resolve, reject) => {
    lines.once('line', resolve);
    child.once('exit', (code) => reject(new Error(`the org ended with ${code} before it said where it is`)));
  });
  const connection = JSON.parse(first);
  return {
    connection,
    tenant: connection.tenants.acme,
    admin: connection.tenants.acme.users.admin,
    async control(method, path, body) {
      const reply = await fetch(connection.control_url + path, {
        method,
        headers: { 'Content-Type': 'application/json' },
        body: body && JSON.stringify(body),
      });
      return reply.json();
    },
    stop() {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      child.kill();
      return ended;
    },
  };
}

// jsforce on a session that exists already.
function connect(org, user = 'admin') {
  return new jsforce.Connection({
    instanceUrl: org.tenant.instance_url,
    accessToken: org.tenant.users[user].access_token,
    version: '63.0',
  });
}

module.exports = { startOrg, connect };
