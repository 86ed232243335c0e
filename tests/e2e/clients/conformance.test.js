'use strict';
// MCP's public conformance suite, over HTTP, against the host with a plugin that offers the tools it asks for.
const { test, describe, before, after } = require('node:test');
const assert = require('node:assert/strict');
const { execFile, spawn } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');
const readline = require('node:readline');

// Scenarios that a host of plugins has nothing for, each with the reason.
const json_only = "a plugin's result is JSON";
const no_prompts = 'there are no prompts';
const confirmations_only = 'the host asks its user to confirm a change, and nothing else';
const inapplicable = {
  'completion-complete': 'there are no prompts or templates to complete',
  'tools-call-image': json_only,
  'tools-call-audio': json_only,
  'tools-call-embedded-resource': json_only,
  'tools-call-mixed-content': json_only,
  'tools-call-with-logging': 'logs go to standard error',
  'logging-set-level': 'logs go to standard error',
  'tools-call-sampling': confirmations_only,
  'elicitation-sep1034-defaults': confirmations_only,
  'elicitation-sep1330-enums': confirmations_only,
  'resources-read-text': 'resources are the files of calls, not fixed ones',
  'resources-read-binary': 'resources are the files of calls, not fixed ones',
  'resources-templates-read': 'resources are the files of calls, not fixed ones',
  'resources-subscribe': 'files do not change',
  'resources-unsubscribe': 'files do not change',
  'prompts-list': no_prompts,
  'prompts-get-simple': no_prompts,
  'prompts-get-with-args': no_prompts,
  'prompts-get-embedded-resource': no_prompts,
  'prompts-get-with-image': no_prompts,
  'input-required-result-basic-elicitation': confirmations_only,
  'input-required-result-basic-sampling': confirmations_only,
  'input-required-result-basic-list-roots': confirmations_only,
  'input-required-result-multiple-input-requests': confirmations_only,
  'input-required-result-multi-round': confirmations_only,
  'input-required-result-non-tool-request': no_prompts,
  'input-required-result-capability-check': confirmations_only,
};
// Of these scenarios some checks are about what the host does not have; the others must pass.
const allowed = {
  'server-stateless': /missing-capability|undeclared-capability/, // sampling
  caching: /prompts/,
};

const suite = path.join(process.env.NODE_PATH, '@modelcontextprotocol/conformance');
const old = Number(process.versions.node.split('.')[0]) < 22 && 'the suite wants node 22';

function scenariosOf(revision) {
  const text = fs.readFileSync(path.join(suite, 'requirements', `${revision}.yaml`), 'utf8');
  const server = text.match(/^server:\n((?: {2}- .*\n)+)/m)[1];
  return [...server.matchAll(/- (\S+)/g)].map((match) => match[1]);
}

describe('conformance', { skip: old }, () => {
  let host;
  let url;
  let folder;
  before(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'alysio-conformance-'));
    const plugin = path.join(process.env.ALYSIO_FIXTURES, 'conformance.so');
    host = spawn(process.env.ALYSIO_SANDBOX, ['--plugin', plugin, 'mcp', '--http', '0', '--open'], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { HOME: folder, PATH: process.env.PATH },
    });
    [url] = await Promise.race([
      new Promise((resolve) => readline.createInterface({ input: host.stdout }).once('line', (line) => resolve([line]))),
      new Promise((_, reject) => host.once('exit', (code) => reject(new Error(`the host ended with ${code}`)))),
    ]);
    // The first call of all connects the user, which starts an org; the suite is not that patient with slow builds.
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const params = { name: 'test_simple_text', _meta: meta };
    const first = await fetch(url, {
      method: 'POST',
      headers: {
        Accept: 'application/json, text/event-stream',
        'Content-Type': 'application/json',
        'MCP-Protocol-Version': '2026-07-28',
        'Mcp-Method': 'tools/call',
        'Mcp-Name': 'test_simple_text',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }),
    });
    assert.equal((await first.json()).result.resultType, 'complete');
  });
  after(() => {
    host.kill();
    fs.rmSync(folder, { recursive: true });
  });

  function run(scenario, revision) {
    const args = [path.join(suite, 'dist/index.js'), 'server', '--url', url, '--scenario', scenario];
    args.push('--spec-version', revision, '--verbose');
    return new Promise((resolve) => {
      execFile(process.execPath, args, { cwd: folder, maxBuffer: 1 << 26 }, (_, stdout) => {
        const checks = stdout.slice(stdout.indexOf('\n[') + 1, stdout.lastIndexOf('\n]') + 2);
        resolve(JSON.parse(checks));
      });
    });
  }

  for (const revision of ['2026-07-28', '2025-11-25']) {
    for (const scenario of old ? [] : scenariosOf(revision)) {
      test(`${revision}: ${scenario}`, { skip: inapplicable[scenario] }, async () => {
        const checks = await run(scenario, revision);
        const failed = checks.filter((check) => check.status === 'FAILURE' && !allowed[scenario]?.test(check.id));
        assert.deepEqual(
          failed.map((check) => `${check.id}: ${check.errorMessage}`),
          [],
        );
        assert.ok(checks.some((check) => check.status === 'SUCCESS'));
      });
    }
  }
});
