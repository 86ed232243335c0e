// An MCP server as the official client sees it: node mcp_client.mjs MODULES CALLS TOOL ARGUMENTS COMMAND [ARGUMENT...]
// Prints {start_ms, list_bytes, call_us: [...], rss_mb}: start to tools/list, each of CALLS calls one after the other.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [modules, calls, tool, args, command, ...rest] = process.argv.slice(2);
const require = createRequire(modules + '/');
const { Client } = require('@modelcontextprotocol/sdk/client/index.js');
const { StdioClientTransport } = require('@modelcontextprotocol/sdk/client/stdio.js');

const started = performance.now();
const client = new Client({ name: 'bench', version: '1.0.0' });
const transport = new StdioClientTransport({ command, args: rest, env: process.env, stderr: 'ignore' });
await client.connect(transport);
const { tools } = await client.listTools();
const start_ms = performance.now() - started;

const call_us = [];
for (let i = 0; i < Number(calls); ++i) {
  const before = performance.now();
  const result = await client.callTool({ name: tool, arguments: JSON.parse(args) });
  call_us.push((performance.now() - before) * 1000);
  if (result.isError) throw new Error(result.content[0].text);
}
const memory = readFileSync(`/proc/${transport.pid}/status`, 'utf8').match(/VmHWM:\s+(\d+)/)[1];
console.log(JSON.stringify({ start_ms, list_bytes: JSON.stringify({ tools }).length, call_us, rss_mb: memory * 1.024e-3 }));
await client.close();
