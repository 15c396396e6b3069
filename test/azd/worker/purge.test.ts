import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { purge } from '../../../azd/worker/purge';

const resource = { name: 'apim-dev', path: '/subscriptions/s/purge?api-version=1' };

describe('a purge', () => {
  let azure: Server;
  let endpoint: string;
  let asked: string[];
  let answers: { status: number; headers?: Record<string, string>; body?: string }[];

  beforeEach(async () => {
    asked = [];
    azure = createServer(({ method, url, headers }, response) => {
      asked.push(`${String(method)} ${String(url)} ${String(headers.authorization)}`);
      const { status, headers: more, body } = answers.shift() ?? { status: 500 };
      response.writeHead(status, more).end(body);
    });
    await once(azure.listen(0, '127.0.0.1'), 'listening');
    endpoint = `http://127.0.0.1:${(azure.address() as AddressInfo).port}`;
  });
  afterEach(async () => {
    azure.closeAllConnections();
    await once(azure.close(), 'close');
  });

  function run(): Promise<void> {
    return purge(resource, { token: 'x', signal: new AbortController().signal, endpoint, pollMs: 1 });
  }

  it('asks Azure with the token', async () => {
    answers = [{ status: 200 }];
    await run();

    expect(asked).toEqual(['DELETE /subscriptions/s/purge?api-version=1 Bearer x']);
  });

  it('waits while Azure is at it', async () => {
    const location = `${endpoint}/progress`;
    answers = [
      { status: 202, headers: { location } },
      { status: 202, headers: { location, 'retry-after': 'Fri, 27 Nov 2026 12:00:00 GMT' } },
      { status: 204 },
    ];
    await run();

    expect(asked.map((line) => line.split(' ').slice(0, 2).join(' '))).toEqual([
      'DELETE /subscriptions/s/purge?api-version=1',
      'GET /progress',
      'GET /progress',
    ]);
  });

  it('is done where nothing is left', async () => {
    answers = [{ status: 404 }];

    await expect(run()).resolves.toBeUndefined();
  });

  it('fails with what Azure says', async () => {
    answers = [{ status: 403, body: 'AuthorizationFailed' }];

    await expect(run()).rejects.toMatchObject({
      code: 'purge_failed',
      message: 'Everything is deleted, but Azure did not remove apim-dev for good: 403 AuthorizationFailed',
      suggestion: expect.stringContaining('azd down --force --purge'),
    });
  });
});
