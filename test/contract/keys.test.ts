import { subscriptionKeyHeader as header, subscriptionKeyQuery } from '../../gateway/outputs';
import { invalidKeyBody, missingKeyBody } from '../support/keys';
import { serverPaths, servers } from '../support/published';
import { post, request } from '../support/rpc';
import { describeTargets } from '../support/targets';

const ping = request('tools/list');

describeTargets(
  'keys',
  (target) => {
    describe.each(servers)('of %s', (server) => {
      const url = () => target.outputs()[server];
      const key = () => target.outputs().APIM_SUBSCRIPTION_KEY;
      const withKey = (value: string) => `${url()}?${subscriptionKeyQuery}=${encodeURIComponent(value)}`;

      it('is where the gateway’s definition says', () => {
        expect(url()).toBe(`${target.outputs().APIM_GATEWAY_URL}${serverPaths[server]}`);
      });

      if (!target.asksForKey) {
        it('serves a client that has no key', async () => {
          const answer = await post(url(), ping);

          expect(answer.status).toBe(200);
          expect(answer.messages).toMatchObject([{ id: 1, result: { tools: expect.any(Array) } }]);
        });

        it('serves a client that sends a key all the same', async () => {
          const answer = await post(url(), ping, { [header]: 'any' });

          expect(answer.status).toBe(200);
        });
        return;
      }

      it('lets a client in that has the key in a header', async () => {
        const answer = await post(url(), ping, { [header]: key() });

        expect(answer.status).toBe(200);
        expect(answer.messages).toMatchObject([{ id: 1, result: { tools: expect.any(Array) } }]);
      });

      it('lets a client in that has the key in the query', async () => {
        const answer = await post(withKey(key()), ping);

        expect(answer.status).toBe(200);
      });

      it('answers a missing key as API Management does', async () => {
        const answer = await post(url(), ping);

        expect(answer.status).toBe(401);
        expect(answer.body).toBe(missingKeyBody);
        expect(answer.headers.get('content-type')).toBe('application/json');
        expect(answer.headers.get('www-authenticate')).toMatch(
          new RegExp(`^AzureApiManagementKey realm="https?://.+", ?name="${header}", ?type="header"$`),
        );
      });

      it.each([
        ['a wrong key in the header', () => post(url(), ping, { [header]: 'wrong' })],
        ['a wrong key in the query', () => post(withKey('wrong'), ping)],
        ['the key with a letter too many', () => post(url(), ping, { [header]: `${key()}x` })],
        ['the key without its last letter', () => post(url(), ping, { [header]: key().slice(0, -1) })],
        [
          'the right key in the query when the header has a wrong one',
          () => post(withKey(key()), ping, { [header]: 'wrong' }),
        ],
      ])('answers %s as API Management does', async (_title, send) => {
        const answer = await send();

        expect(answer.status).toBe(401);
        expect(answer.body).toBe(invalidKeyBody);
      });

      it.each([
        [
          'initialize',
          request('initialize', {
            protocolVersion: '2025-06-18',
            capabilities: {},
            clientInfo: { name: 'x', version: '1' },
          }),
        ],
        ['tools/call', request('tools/call', { name: 'get_list_menus', arguments: {} })],
        ['a notification', { jsonrpc: '2.0', method: 'notifications/initialized' }],
        ['a body that is not JSON', '{'],
      ])('asks for the key before it looks at %s', async (_title, body) => {
        const answer = await post(url(), body);

        expect(answer.status).toBe(401);
      });
    });
  },
  { alsoWithoutKey: true },
);
