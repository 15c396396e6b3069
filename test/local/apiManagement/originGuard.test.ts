import { agentsKey, useGateways } from '../../support/gateway';
import { sendRaw } from '../../support/rawHttp';

// All six npm set-ups that were compared fail the official dns-rebinding-protection scenario.
describe('the guard against rebound names and foreign pages', () => {
  const start = useGateways();
  const ask = async (headers: string, allowOrigins: string[] = []) => {
    const { url, backend } = await start({ allowOrigins });
    const answer = await sendRaw(
      url,
      `POST /menu/mcp HTTP/1.1\r\n${headers}\r\nOcp-Apim-Subscription-Key: ${agentsKey}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
    );
    return { status: Number(answer.slice(9, 12)), answer, reached: backend.received.length };
  };

  it.each([
    'Host: localhost',
    'Host: LocalHost:8080',
    'Host: 127.0.0.1',
    'Host: [::1]:8080',
    'Host: localhost\r\nOrigin: http://localhost:6274',
    'Host: localhost\r\nOrigin: https://127.0.0.1',
    'Host: localhost\r\nOrigin: http://[::1]:3000',
  ])('lets in %j', async (headers) => {
    const { status } = await ask(headers);

    expect(status).toBe(200);
  });

  it.each([
    'Host: rebound.example',
    'Host: localhost.evil.example',
    'Host: localhost:80@evil.example',
    'Host: 127.0.0.1.nip.io:8080',
    'Host: 0.0.0.0',
    'Host: ',
    'Host: localhost\r\nOrigin: https://evil.example',
    'Host: localhost\r\nOrigin: http://localhost.evil.example',
    'Host: localhost\r\nOrigin: http://localhost@evil.example',
    'Host: localhost\r\nOrigin: null',
    'Host: localhost\r\nOrigin: file://',
    'Host: localhost\r\nOrigin: http://evil.example/localhost',
    'Host: localhost\r\nOrigin: vscode-webview://localhost',
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
    ['Host: localhost\r\nOrigin: https://inspector.example', 200],
    ['Host: inspector.example', 200],
    ['Host: localhost\r\nOrigin: http://inspector.example', 403],
    ['Host: localhost\r\nOrigin: https://inspector.example:8443', 403],
    ['Host: localhost\r\nOrigin: https://other.example', 403],
  ])('lets in what --allow-origin names, and no more: %j', async (headers, expected) => {
    const { status } = await ask(headers, ['https://inspector.example']);

    expect(status).toBe(expected);
  });
});
