import type { JobResult } from '../job';
import { runRepair } from '../repair';
import type { Work } from './work';

/** Mends the stack. Nothing stops it half-way: whatever it takes for Azure's has to be looked for in Azure. */
export async function repair({ target, progress }: Work): Promise<JobResult> {
  progress.enter('repairing');
  await runRepair(target);
  return { kind: 'repair' };
}
