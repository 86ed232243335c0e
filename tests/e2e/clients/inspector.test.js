'use strict';
// MCP's Inspector, at a terminal, strict about what clients of all kinds can take.
const { test } = require('node:test');
const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const [major, minor] = process.versions.node.split('.').map(Number);
const skip = (major < 22 || (major === 22 && minor < 19)) && 'the Inspector wants node 22.19';

function inspect(...args) {
  const manifest = path.join(process.env.NODE_PATH, '@modelcontextprotocol/inspector/package.json');
  const { bin } = JSON.parse(fs.readFileSync(manifest, 'utf8'));
  const program = path.join(path.dirname(manifest), typeof bin === 'string' ? bin : Object.values(bin)[0]);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alysio-inspector-'));
  try {
    const out = execFileSync(process.execPath, [program, '--cli', process.env.ALYSIO_SANDBOX, 'mcp', ...args], {
      env: { HOME: folder, PATH: process.env.PATH },
    });
    return JSON.parse(out);
  } finally {
    fs.rmSync(folder, { recursive: true });
  }
}

test('it finds nothing to object to in the tools', { skip }, () => {
  assert.ok(inspect('--strict', '--method', 'tools/list').tools.length >= 6);
});

test('it calls a tool', { skip }, () => {
  const result = inspect(
    ...['--method', 'tools/call', '--tool-name', 'salesforce_run_soql_query'],
    ...['--tool-arg', 'query=SELECT COUNT() FROM Account'],
  );
  assert.ok(result.structuredContent.total_size > 0);
});
