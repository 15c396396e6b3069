interface Part {
  stop(): Promise<void>;
}

/** Things that start side by side and stop in reverse order. */
export interface Parts {
  /** Counts a part in from the moment it begins to start. */
  add<T extends Part>(starting: Promise<T>): Promise<T>;
  /** Waits for what is still starting, then stops all that has started, the last one first. Rejects when a stop fails. */
  stop(): Promise<void>;
}

export function createParts(): Parts {
  const parts: Promise<Part>[] = [];
  let stopping: Promise<void> | undefined;
  return {
    add(starting) {
      // A failure is heard by whoever awaits the part; here it only must not count as unheard.
      starting.catch(() => undefined);
      parts.push(starting);
      return starting;
    },
    stop: () => (stopping ??= stopInReverse(parts)),
  };
}

async function stopInReverse(parts: Promise<Part>[]): Promise<void> {
  const failures: unknown[] = [];
  for (const outcome of (await Promise.allSettled(parts)).reverse()) {
    if (outcome.status === 'rejected') continue;
    await outcome.value.stop().catch((error: unknown) => failures.push(error));
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Not everything could be stopped.');
}
