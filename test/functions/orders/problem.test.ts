import document from '../../../functions/orders/openapi.json';
import { Problem, toResponse, type ProblemCode } from '../../../functions/orders/problem';

const codes = document.components.schemas.Problem.properties.code.enum as ProblemCode[];
const responses = Object.values(document.components.responses).flatMap(({ content }) =>
  'application/problem+json' in content ? content['application/problem+json'] : [],
);
const examples = Object.entries(
  Object.assign({}, ...responses.map((content) => content.examples)) as Record<string, { value: object }>,
);

function logInto(lines: unknown[][]) {
  return { info: (...line: unknown[]) => lines.push(line), error: (...line: unknown[]) => lines.push(line) };
}

it('has an example for every code of the contract', () => {
  expect(examples.map(([code]) => code).sort()).toEqual([...codes].sort());
});

it.each(examples)('answers %s with the status and the title that the contract shows', async (code, { value }) => {
  const problem = new Problem(code as ProblemCode, 'detail');

  const response = toResponse(problem, logInto([]));

  const shown = { code, ...value } as unknown as { title: string; status: number; code: string };
  expect(response.status).toBe(shown.status);
  expect(await response.json()).toMatchObject({ title: shown.title, status: shown.status, code: shown.code });
});

it('answers as RFC 9457 says', async () => {
  const problem = new Problem('unknown-item', 'There is no pizza.', { pointer: '/items/0/menuItemId' });

  const response = toResponse(problem, logInto([]));

  expect(response.headers.get('Content-Type')).toBe('application/problem+json');
  expect(await response.json()).toEqual({
    title: 'The menu has no such item',
    status: 400,
    detail: 'There is no pizza.',
    code: 'unknown-item',
    pointer: '/items/0/menuItemId',
  });
});

it('says when to come back while the storage is away', () => {
  const response = toResponse(new Problem('storage-unavailable', 'Retry.'), logInto([]));

  expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
});

it.each([
  ['an error', new Error('password: hunter2')],
  ['a text', 'password: hunter2'],
  ['nothing', undefined],
])('tells the log what it hides from the client when %s is thrown', async (_, failure) => {
  const lines: unknown[][] = [];

  const response = toResponse(failure, logInto(lines));

  const body = (await response.json()) as { code: string; instance: string };
  expect(response.status).toBe(500);
  expect(body.code).toBe('internal-error');
  expect(body.instance).toMatch(/^urn:uuid:[0-9a-f-]{36}$/);
  expect(JSON.stringify(body)).not.toContain('hunter2');
  expect(lines).toEqual([[expect.stringContaining(body.instance), failure]]);
});

it('keeps the mistakes of clients out of the log', () => {
  const lines: unknown[][] = [];

  toResponse(new Problem('malformed-json', 'no'), logInto(lines));

  expect(lines).toEqual([]);
});
