/** Whether `npm start` or `npm run …` started this process, and not a person or a supervisor directly. */
export function startedByNpm(): boolean {
  return process.env.npm_lifecycle_event !== undefined;
}
