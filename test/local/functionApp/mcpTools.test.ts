import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { text as readText } from 'node:stream/consumers';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { useHost } from '../../support/host';
import { post, request, rpcHeaders, type RpcMessage } from '../../support/rpc';

const running = useHost('mcp');

async function send(method: string, params?: object, headers: Record<string, string> = {}): Promise<RpcMessage> {
  const answer = await post(`${running().host.url}/runtime/webhooks/mcp`, request(method, params), headers);
  const [message] = answer.messages;
  if (!message) throw new Error(`No message in ${answer.body}`);
  return message;
}

async function call(name: string, args?: object, headers?: Record<string, string>): Promise<unknown> {
  const { result } = await send('tools/call', { name, arguments: args }, headers);
  return result;
}

interface Listed {
  name: string;
  [member: string]: unknown;
}

async function listed(name: string): Promise<Listed | undefined> {
  const { result } = (await send('tools/list')) as { result: { tools: Listed[] } };
  return result.tools.find((tool) => tool.name === name);
}

const text = (value: string) => ({ type: 'text', text: value });

describe('the list of tools', () => {
  it('has the tools in the order in which they were registered', async () => {
    const { result } = (await send('tools/list')) as { result: { tools: Listed[] } };

    expect(result.tools.slice(0, 3).map(({ name }) => name)).toEqual(['text', 'object', 'marked']);
  });

  it('builds a schema from properties, and takes no notice of resultSchema', async () => {
    const tool = await listed('byProperties');

    expect(tool).toEqual({
      name: 'byProperties',
      description: 'Has properties.',
      inputSchema: {
        type: 'object',
        properties: {
          dish: { type: 'string', description: 'The dish.' },
          extras: { type: 'array', items: { type: 'string' }, description: '' },
        },
        required: ['dish'],
      },
      _meta: { season: 'winter' },
    });
  });

  it('shows the schemas of a trigger as they are', async () => {
    const tool = await listed('BySchema');

    expect(tool).toEqual({
      name: 'BySchema',
      description: 'Has schemas.',
      inputSchema: { type: 'object', properties: { at: { type: 'object' } }, required: ['at', 'dish'] },
      outputSchema: { type: 'object', properties: { yen: { type: 'integer' } } },
    });
  });

  it('always has properties and required', async () => {
    const tool = await listed('text');

    expect(tool?.inputSchema).toEqual({ type: 'object', properties: {}, required: [] });
  });
});

describe('a result', () => {
  it.each([
    ['text', { content: [text('plain')] }],
    ['object', { content: [text('{"yen":900}')] }],
    ['marked', { content: [text('{"yen":900}')], structuredContent: { yen: 900 } }],
    ['nothing', { content: [] }],
    ['image', { content: [{ type: 'image', data: 'AAEC', mimeType: 'image/png' }] }],
    ['blocks', { content: [text('one'), { type: 'resource_link', uri: 'menu://ramen', name: 'Ramen' }] }],
    ['structured', { content: [text('see')], structuredContent: { yen: 1 } }],
    [
      'whole',
      {
        _meta: { kept: true },
        content: [text('sold out')],
        structuredContent: { code: 'sold-out' },
        isError: true,
      },
    ],
    ['resource', { content: [{ type: 'resource', resource: { uri: 'menu://x', mimeType: null, text: 'ok' } }] }],
  ])('of %s reaches the client', async (name, result) => {
    const answer = await call(name);

    expect(answer).toEqual(result);
  });

  it('without result schema is the raw envelope as text', async () => {
    const answer = await call('unwrapped');

    const envelope = { type: 'text', content: JSON.stringify(text('plain')) };
    expect(answer).toEqual({ content: [text(JSON.stringify(envelope))] });
  });

  it.each(['throws', 'unknownBlock', 'imageWithoutType', 'linkWithoutName', 'noBlocks'])(
    'of %s says only that the call failed',
    async (name) => {
      const answer = await call(name);

      expect(answer).toEqual({ content: [text(`An error occurred invoking '${name}'.`)], isError: true });
      await expect(running().log.find(`"${name}" threw an unhandled exception.`)).resolves.toMatch(/^mcp: error/);
    },
  );
});

describe('a call', () => {
  it('finds its tool whatever the case', async () => {
    const answer = await call('TEXT');

    expect(answer).toEqual({ content: [text('plain')] });
  });

  it.each([
    ['an unknown tool', { name: 'none' }, -32602, "Unknown tool: 'none'"],
    [
      'a required argument that is missing or null',
      { name: 'bySchema', arguments: { at: null } },
      -32602,
      missing('at, dish'),
    ],
    ['required arguments without any', { name: 'byProperties' }, -32602, missing('dish')],
    ['no name', { arguments: {} }, -32603, 'An error occurred.'],
    ['arguments that are no object', { name: 'text', arguments: [1] }, -32603, 'An error occurred.'],
  ])('is refused for %s', async (_title, params, code, message) => {
    const { error } = await send('tools/call', params);

    expect(error).toEqual({ code, message });
  });

  it('without parameters names no tool', async () => {
    const answer = await post(`${running().host.url}/runtime/webhooks/mcp`, {
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
    });

    expect(answer.messages[0]?.error).toEqual({ code: -32602, message: "Unknown tool: ''" });
  });

  it('hands over arguments with their types, the session and the headers, and nothing that is null', async () => {
    const args = { at: { table: 7 }, dish: 1, wrongType: true };

    const answer = await call('bySchema', args, { 'mcp-session-id': 'a|b', 'x-forwarded-for': '10.0.0.1' });

    const { structuredContent } = answer as { structuredContent: Record<string, unknown> };
    expect(structuredContent).toMatchObject({
      name: 'bySchema',
      arguments: args,
      sessionid: 'a|b',
      transport: {
        name: 'http-streamable',
        sessionId: 'a|b',
        properties: { headers: { 'x-forwarded-for': '10.0.0.1' } },
      },
    });
    expect(structuredContent).not.toHaveProperty('clientinfo');
  });

  it('hands over one text for a header, however often and however it is spelt', async () => {
    const url = `${running().host.url}/runtime/webhooks/mcp`;
    const call = request('tools/call', { name: 'bySchema', arguments: { at: {}, dish: 1 } });
    const headers = [...Object.entries(rpcHeaders).flat(), 'X-Table', '1', 'x-table', '2', 'constructor', 'a'];

    // Unlike fetch, this sends the names as they are.
    const sending = httpRequest(url, { method: 'POST', headers: ['Host', 'localhost', ...headers] });
    const [answer] = (await once(sending.end(JSON.stringify(call)), 'response')) as [IncomingMessage];

    expect(await readText(answer)).toMatch(/"X-Table":"1,2","constructor":"a"/);
  });

  it('puts arguments into the metadata as .NET writes them', async () => {
    const answer = await call('byProperties', { dish: 'shio', Hot: true, many: [1], count: 2, none: null });

    const { content } = answer as { content: [{ text: string }] };
    const { triggerMetadata } = JSON.parse(content[0].text) as { triggerMetadata: Record<string, unknown> };
    expect(triggerMetadata.mcptoolargs).toEqual({ dish: 'shio', hot: 'True', many: '[1]', count: '2', none: '' });
  });
});

it('serves the official client', async () => {
  const client = new Client({ name: 'test', version: '1.0.0' });
  await client.connect(new StreamableHTTPClientTransport(new URL(`${running().host.url}/runtime/webhooks/mcp`)));

  const { tools } = await client.listTools();
  const result = await client.callTool({ name: 'whole' });

  expect(client.getServerVersion()).toEqual({ name: 'fixture', version: '2.1.0' });
  expect(tools).toHaveLength(17);
  expect(result).toMatchObject({ isError: true, structuredContent: { code: 'sold-out' } });
  await client.close();
});

function missing(names: string): string {
  return `One or more required tool properties are missing values. Please provide: ${names}`;
}
