import { useGateways, withKey, withThingsKey } from '../../support/gateway';
import { aPolicy } from '../../support/policies';
import { sendRaw } from '../../support/rawHttp';
import { requestHead } from '../../support/rawRequest';
import { post, request } from '../../support/rpc';
import { callGetThing, thingsGateway } from '../../support/things';

const { header, namedValue } = thingsGateway.secret;
const name = header.toLowerCase();
const gatewaySecret = 'known-to-the-apps-alone';
const guessed = { [header]: 'guessed' };

describe('the secret of the gateway', () => {
  const start = useGateways();

  it('reaches every backend, in place of what a caller sends under its name', async () => {
    const { echo, things, thing, backend } = await start({ gatewaySecret });

    await fetch(echo, { headers: { ...withKey, ...guessed } });
    await post(echo, request('ping'), { ...withKey, ...guessed });
    await post(things, callGetThing(), { ...withKey, ...guessed });
    await fetch(thing, { headers: { ...withThingsKey, ...guessed } });

    expect(backend.received.map(({ headers }) => headers[name])).toEqual(Array(4).fill(gatewaySecret));
  });

  it('cannot be struck out by a caller who names it in Connection', async () => {
    const { url, echo, backend } = await start({ gatewaySecret });
    const head = { ...withKey, Connection: `close, ${header}` };

    await sendRaw(url, requestHead('GET', echo, head));

    expect(backend.received[0]?.headers[name]).toBe(gatewaySecret);
  });

  it('is no header of a gateway that has none, whatever a caller sends', async () => {
    const { echo, backend } = await start();

    await fetch(echo, { headers: { ...withKey, ...guessed } });

    expect(backend.received).toHaveLength(1);
    expect(backend.received[0]?.headers).not.toHaveProperty(name);
  });

  it('is in no answer and in no entry of the log, not even when a policy asks for the header', async () => {
    const echoed = `<set-header name="Echoed"><value>@(context.Request.Headers.GetValueOrDefault("${header}", "nothing"))</value></set-header>`;
    const { echo, log } = await start({ gatewaySecret, policies: { echo: aPolicy({ outbound: echoed }) } });

    const { headers } = await fetch(echo, { headers: withKey });

    expect(headers.get('echoed')).toBe('nothing');
    expect(JSON.stringify([...headers, await log.atLeast(1)])).not.toContain(gatewaySecret);
  });

  it('is for the backends alone: no policy may name it', async () => {
    const copied = `<set-header name="Copied"><value>{{${namedValue}}}</value></set-header>`;

    await expect(start({ gatewaySecret, policies: { api: aPolicy({ inbound: copied }) } })).rejects.toThrow(
      `refers to the named value "${namedValue}", which does not exist.`,
    );
  });
});
