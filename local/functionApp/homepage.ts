import { answerEmpty } from './http/response';
import type { Responder } from './server';

const page = '<!DOCTYPE html><title>Azure Functions</title><p>Your Functions app is up and running.</p>\n';

/** The page at the root of an app; a setting turns it into an empty 204 (Azure/azure-functions-host, `HomepageMiddleware.cs`). */
export function homepage({ AzureWebJobsDisableHomepage: disabled = 'false' }: Record<string, string>): Responder {
  return (request, response, url) => {
    if (request.method !== 'GET' || url.pathname !== '/') return Promise.resolve(false);
    if (disabled.toLowerCase() === 'true') answerEmpty(response, 204);
    else response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8' }).end(page);
    return Promise.resolve(true);
  };
}
