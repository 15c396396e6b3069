import { fetchWhole } from '../../../local/apiManagement/backendRequest';
import { upstreamNamed, createUpstreams } from '../../../local/apiManagement/upstream';
import { aGateway } from '../../support/gateway';
import { startStubBackend, type StubBackend } from '../../support/stubBackend';

const exchange = {
  ...{ activityId: '', method: 'GET', origin: '', ipAddress: '', receivedAt: 0, path: '/orders/1', query: '?a=1' },
  ...{ headers: {}, subscription: undefined, backendId: undefined, timeoutMs: 5_000, answerHeaders: [] },
};

describe('a request to a backend', () => {
  let stub: StubBackend;
  beforeEach(async () => {
    stub = await startStubBackend();
  });
  afterEach(() => stub.stop());

  const send = async (over: boolean) => {
    const { upstreams, close } = createUpstreams(aGateway(), { menu: stub.origin, orders: stub.origin });
    const outgoing = { body: null, waiting: { pending: undefined, over } };
    const response = await fetchWhole(upstreamNamed('orders', upstreams), exchange, outgoing);
    await close();
    return response;
  };

  it('is sent to the path of its API there', async () => {
    stub.answerJson(200, { dish: 'ramen' });

    const response = await send(false);

    expect(response).toMatchObject({ status: 200, body: '{"dish":"ramen"}' });
    expect(stub.received).toMatchObject([{ method: 'GET', url: '/api/orders/1?a=1' }]);
  });

  it('is not sent when its client left while the connection was made', async () => {
    await send(true);

    expect(stub.received).toEqual([]);
  });
});
