/** azd keeps a line until the next one comes, and mixes up lines that come at once. */
export const leastMs = 250;

/** Says how far a request is: one short line, the news first. Whatever comes too soon after another is left out. */
export type Progress = (line: string) => void;

/** @param now in milliseconds */
export function throttle(send: Progress, now: () => number = performance.now.bind(performance)): Progress {
  let last = { line: '', at: -Infinity };
  return (line) => {
    if (line === last.line || now() - last.at < leastMs) return;
    last = { line, at: now() };
    send(line);
  };
}
