import { startFixture, useHost } from '../../support/host';

const running = useHost('hooks');

async function get(path: string): Promise<{ status: number; body: string }> {
  const response = await fetch(running().host.url + path);
  return { status: response.status, body: await response.text() };
}

describe('a hook', () => {
  it('runs when the app starts, before any function', async () => {
    const answer = await get('/seen');

    expect(JSON.parse(answer.body)).toEqual({ seen: ['appStart'], replaced: false });
  });

  it('may replace the inputs of a function', async () => {
    const answer = await get('/seen?replaceInput');

    expect(JSON.parse(answer.body)).toMatchObject({ replaced: true });
  });

  it('may replace the function', async () => {
    const answer = await get('/seen?replaceHandler');

    expect(answer).toEqual({ status: 200, body: 'another handler' });
  });

  it('may turn an error into an answer, and shares its data with the hook before', async () => {
    const answer = await get('/fails');

    expect(answer).toEqual({ status: 418, body: 'true: too salty' });
  });

  it('that throws fails the invocation', async () => {
    const answer = await get('/seen?failBefore');

    expect(answer).toEqual({ status: 500, body: '' });
  });

  it('may rewrite what a function logs', async () => {
    await get('/seen');

    await expect(running().log.find('seen says hello')).resolves.toMatch(/^hooks: information \[seen /);
  });

  it('runs when the app is stopped', async () => {
    const { host, log } = await startFixture('hooks');

    await host.stop();

    await expect(log.find('terminated')).resolves.toBe('hooks: terminated');
  });
});

it('refuses a function that is registered after the start', async () => {
  const response = await fetch(`${running().host.url}/late`, { method: 'POST' });

  expect(response.status).toBe(418);
  await expect(response.text()).resolves.toContain('only be registered during app startup');
});

it('serves routes at the root when host.json has no prefix', async () => {
  const answer = await get('/api/seen');

  expect(answer.status).toBe(404);
});
