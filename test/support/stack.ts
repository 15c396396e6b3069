import { createKey } from '../../local/keys';
import { startStack, type Stack } from '../../local/stack';

/** Lines with which a part of the stack says that an error escaped a handler. */
const escapes = /^\w+: (error|critical)\b|the process ended|did not restart/;

/**
 * A whole stack of its own, with empty tables, for the tests of the surrounding `describe`. A test during which an
 * error escapes a handler fails, whatever it asserted; so does the file when a line about it arrives later.
 */
export function useStack({ key, bundles }: { key: boolean; bundles?: string }): () => Stack {
  let stack: Stack | undefined;
  let escaped: string[] = [];

  beforeAll(async () => {
    stack = await startStack({
      bundles,
      subscriptionKey: key ? createKey() : undefined,
      log(line) {
        if (escapes.test(line)) escaped.push(line);
      },
    });
  });
  const expectNothingEscaped = () => {
    const found = escaped;
    escaped = [];
    expect(found).toEqual([]);
  };
  afterEach(expectNothingEscaped);
  afterAll(async () => {
    await stack?.stop();
    expectNothingEscaped();
  });
  return () => {
    if (!stack) throw new Error('The stack runs from the first test on, not earlier.');
    return stack;
  };
}
