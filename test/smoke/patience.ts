import { setTimeout as wait } from 'node:timers/promises';

/** How long a check may fail before it has failed. API Management takes minutes to make a new API known everywhere. */
export interface Patience {
  /** Milliseconds from now on. */
  total: number;
  /** Milliseconds before the second attempt; each pause after it is half as long again, up to `longest`. */
  first: number;
  longest: number;
}

export const forDeployment: Patience = { total: 5 * 60_000, first: 1_000, longest: 15_000 };

/**
 * Tries again until it works or patience is at its end.
 *
 * @returns the result and how many attempts it took.
 * @throws what the last attempt threw.
 */
export async function eventually<T>(
  attempt: () => Promise<T>,
  { total, first, longest }: Patience,
): Promise<{ result: T; attempts: number }> {
  const end = performance.now() + total;
  for (let attempts = 1, pause = first; ; attempts += 1, pause = Math.min(pause * 1.5, longest)) {
    try {
      return { result: await attempt(), attempts };
    } catch (error) {
      if (performance.now() + pause > end) throw error;
      await wait(pause);
    }
  }
}
