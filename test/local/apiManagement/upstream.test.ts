import { fetchWhole } from '../../../local/apiManagement/backendRequest';
import { upstreamNamed, createUpstreams } from '../../../local/apiManagement/upstream';
import { backendsAt } from '../../support/gateway';
import { startStubBackend, type StubBackend } from '../../support/stubBackend';
import { thingPath, thingsGateway } from '../../support/things';

const exchange = {
  activityId: '',
  method: 'GET',
  origin: '',
  ipAddress: '',
  receivedAt: 0,
  path: thingPath(),
  query: '?a=1',
  headers: {},
  subscription: undefined,
  backendId: undefined,
  timeoutMs: 5_000,
  answerHeaders: [],
};

describe('a request to a backend', () => {
  let stub: StubBackend;
  beforeEach(async () => {
    stub = await startStubBackend();
  });
  afterEach(() => stub.stop());

  const send = async (over: boolean) => {
    const { upstreams, close } = createUpstreams(thingsGateway, backendsAt(stub.origin));
    const outgoing = { body: null, waiting: { pending: undefined, over } };
    const response = await fetchWhole(upstreamNamed('things', upstreams), exchange, outgoing);
    await close();
    return response;
  };

  it('is sent to the path of its API there', async () => {
    stub.answerJson(200, { a: 1 });

    const response = await send(false);

    expect(response).toMatchObject({ status: 200, body: '{"a":1}' });
    const { path } = thingsGateway.restApis.things.backend;
    expect(stub.received).toMatchObject([{ method: 'GET', url: `${path}${thingPath()}?a=1` }]);
  });

  it('is not sent when its client left while the connection was made', async () => {
    await send(true);

    expect(stub.received).toEqual([]);
  });
});
