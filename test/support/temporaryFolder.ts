import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A folder that lasts as long as the tests of the surrounding `describe`. */
export function useTemporaryFolder(): () => string {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ramen-gateway-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));
  return () => folder;
}
