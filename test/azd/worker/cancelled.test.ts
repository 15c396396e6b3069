import { explain } from '../../../azd/pulumi/failures';
import { refuseCancelled } from '../../../azd/worker/cancelled';

describe('an operation that was cancelled before it began', () => {
  it('is refused, and told like one that was cancelled later', () => {
    let said: unknown;
    try {
      refuseCancelled(AbortSignal.abort());
    } catch (error) {
      said = error;
    }

    expect(explain({ text: String(said) }).code).toBe('cancelled');
  });

  it('goes on where nobody has cancelled it', () => {
    expect(() => {
      refuseCancelled(new AbortController().signal);
    }).not.toThrow();
  });
});
