import { useGateways, withKey } from '../../support/gateway';
import { sendRaw } from '../../support/rawHttp';
import { requestHead, type RawHeaders } from '../../support/rawRequest';

describe('the guard against rebound names and foreign pages', () => {
  const start = useGateways();
  const ask = async (headers: RawHeaders, allowOrigins: string[] = []) => {
    const { echo, backend } = await start({ allowOrigins });
    const head = requestHead('POST', echo, { ...headers, ...withKey, 'Content-Length': 0, Connection: 'close' });
    const answer = await sendRaw(echo, head);
    return { status: Number(answer.slice(9, 12)), answer, reached: backend.received.length };
  };

  it.each<RawHeaders>([
    { Host: 'localhost' },
    { Host: 'LocalHost:8080' },
    { Host: '127.0.0.1' },
    { Host: '[::1]:8080' },
    { Host: 'localhost', Origin: 'http://localhost:6274' },
    { Host: 'localhost', Origin: 'https://127.0.0.1' },
    { Host: 'localhost', Origin: 'http://[::1]:3000' },
  ])('lets in %j', async (headers) => {
    const { status } = await ask(headers);

    expect(status).toBe(200);
  });

  it.each<RawHeaders>([
    { Host: 'rebound.example' },
    { Host: 'localhost.evil.example' },
    { Host: 'localhost:80@evil.example' },
    { Host: '127.0.0.1.nip.io:8080' },
    { Host: '0.0.0.0' },
    { Host: '' },
    { Host: 'localhost', Origin: 'https://evil.example' },
    { Host: 'localhost', Origin: 'http://localhost.evil.example' },
    { Host: 'localhost', Origin: 'http://localhost@evil.example' },
    { Host: 'localhost', Origin: 'null' },
    { Host: 'localhost', Origin: 'file://' },
    { Host: 'localhost', Origin: 'http://evil.example/localhost' },
    { Host: 'localhost', Origin: 'vscode-webview://localhost' },
  ])('refuses %j before anything else', async (headers) => {
    const { status, answer, reached } = await ask(headers);

    expect(status).toBe(403);
    expect(answer).toMatch(/\{ "statusCode": 403, "message": "This (Host|Origin) .+" \}$/);
    expect(reached).toBe(0);
  });

  it('refuses a request of HTTP/1.1 without a Host', async () => {
    const { url } = await start();

    const answer = await sendRaw(url, 'GET / HTTP/1.1\r\n\r\n');

    expect(answer).toContain('400 Bad Request');
  });

  it.each([
    [{ Host: 'localhost', Origin: 'https://inspector.example' }, 200],
    [{ Host: 'inspector.example' }, 200],
    [{ Host: 'localhost', Origin: 'http://inspector.example' }, 403],
    [{ Host: 'localhost', Origin: 'https://inspector.example:8443' }, 403],
    [{ Host: 'localhost', Origin: 'https://other.example' }, 403],
  ])('lets in what --allow-origin names, and no more: %j', async (headers, expected) => {
    const { status } = await ask(headers, ['https://inspector.example']);

    expect(status).toBe(expected);
  });
});
