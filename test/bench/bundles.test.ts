import { measureBundle } from '../../bench/bundles';

describe('the bundles that are deployed', () => {
  it.each([
    ['menu', 150_000],
    ['orders', 1_200_000],
  ] as const)('%s loads, and stays below %d bytes', async (app, limit) => {
    const { bytes, loadMilliseconds } = await measureBundle(app, 1);

    expect(bytes).toBeLessThanOrEqual(limit);
    expect(loadMilliseconds).toBeGreaterThan(0);
  });
});
