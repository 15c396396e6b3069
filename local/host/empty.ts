import type { ServerResponse } from 'node:http';

/** Answers with a status and no body; what is wrong, a caller of the host learns from the status alone. */
export function answerEmpty(response: ServerResponse, status: number): void {
  response.statusCode = status;
  response.end();
}
