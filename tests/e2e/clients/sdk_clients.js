'use strict';
// MCP's own clients, made alike: both SDKs, in both eras, over stdio.
const v1 = require('@modelcontextprotocol/sdk/client/index.js');
const v1Types = require('@modelcontextprotocol/sdk/types.js');
const v1Stdio = require('@modelcontextprotocol/sdk/client/stdio.js');
const v2 = require('@modelcontextprotocol/client');
const v2Stdio = require('@modelcontextprotocol/client/stdio');

const about = { name: 'e2e', version: '1.0.0' };
const second = (more) => ({
  connect: (options) => ({
    client: new v2.Client(about, { ...options, ...more }),
    transport: v2Stdio.StdioClientTransport,
  }),
  onQuestion: (client, answer) => client.setRequestHandler('elicitation/create', answer),
  call: (client, params, options) => client.callTool(params, options),
});

exports.clients = {
  'SDK 1': {
    connect: (options) => ({ client: new v1.Client(about, options), transport: v1Stdio.StdioClientTransport }),
    onQuestion: (client, answer) => client.setRequestHandler(v1Types.ElicitRequestSchema, answer),
    call: (client, params, options) => client.callTool(params, undefined, options),
  },
  'SDK 2, legacy': second({}),
  'SDK 2, 2026-07-28': second({ versionNegotiation: { mode: { pin: '2026-07-28' } } }),
  'SDK 2, whichever era it finds': second({ versionNegotiation: { mode: 'auto' } }),
};
