import { once } from 'node:events';
import { killAndAwaitRestart, startFixture, useHost, type RunningHost } from '../../support/host';

describe('an app whose process dies', () => {
  const running = useHost('http');

  it('is restarted at the same address, with pauses that grow', async () => {
    const { host, log } = running();
    const before = host.pid();

    await killAndAwaitRestart(host);
    await killAndAwaitRestart(host);

    const response = await fetch(`${host.url}/api/text`);
    expect(response.status).toBe(200);
    expect(host.pid()).not.toBe(before);
    await expect(log.find('the process ended')).resolves.toBe('http: the process ended (signal SIGKILL)');
    await expect(log.find('restarts in 100 ms')).resolves.toBe('http: restarts in 100 ms');
    await expect(log.find('restarts in 200 ms')).resolves.toBe('http: restarts in 200 ms');
  });

  it('is restarted after a crash of its own making', async () => {
    const { host } = running();
    const restarted = once(host.events, 'restart');

    await fetch(`${host.url}/api/crash`, { method: 'POST' }).catch(() => undefined);
    await restarted;

    const response = await fetch(`${host.url}/api/text`);
    expect(response.status).toBe(200);
  });

  it('stays up when the terminal interrupts the group', async () => {
    const { host } = running();
    const pid = host.pid() ?? 0;

    process.kill(pid, 'SIGINT');

    const response = await fetch(`${host.url}/api/text`);
    expect(response.status).toBe(200);
    expect(host.pid()).toBe(pid);
  });
});

describe('an app that is stopped', () => {
  it('answers what is under way', async () => {
    const { host, log } = await startFixture('http');
    const answer = fetch(`${host.url}/api/slow`);
    await log.find('cooking');

    await host.stop();

    await expect((await answer).text()).resolves.toBe('served');
  });

  it('leaves nothing behind', async () => {
    const { host } = await startFixture('http');
    const pid = host.pid() ?? 0;

    await host.stop();

    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    await expect(fetch(host.url)).rejects.toThrow('fetch failed');
  });

  it('during the pause before a restart stays down', async () => {
    const { host, log }: RunningHost = await startFixture('http');
    const crashed = once(host.events, 'crash');
    process.kill(host.pid() ?? 0, 'SIGKILL');
    await crashed;

    await host.stop();

    expect(host.pid()).toBeUndefined();
    expect(log.has('did not restart')).toBe(false);
    await expect(fetch(host.url)).rejects.toThrow('fetch failed');
  });
});

it('refuses a port that is taken', async () => {
  const { host } = await startFixture('http');
  const port = Number(new URL(host.url).port);

  const second = startFixture('http', { port });

  await expect(second).rejects.toThrow(`Port ${port} is in use`);
  await host.stop();
});
