/**
 * Before each operation: Pulumi's Automation API sees a signal only when it aborts, not that it has aborted before.
 *
 * @throws Error that is told like Pulumi's own word for it
 */
export function refuseCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new Error('update canceled');
}
