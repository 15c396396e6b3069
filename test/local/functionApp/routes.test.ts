import { compileRoute } from '../../../local/functionApp/http/routes';

describe('a route template', () => {
  it.each([
    ['/a/{id:int}', '/a/7', { id: '7' }],
    ['/a/{id:int}', '/a/2147483648', undefined],
    ['/a/{id:long}', '/a/9223372036854775807', { id: '9223372036854775807' }],
    ['/a/{id:long}', '/a/9223372036854775808', undefined],
    ['/a/{id:guid}', '/a/0af76519-16cd-43dd-8448-eb211c80319c', { id: '0af76519-16cd-43dd-8448-eb211c80319c' }],
    ['/a/{id:guid}', '/a/7', undefined],
    ['/a/{on:bool}', '/a/TRUE', { on: 'TRUE' }],
    ['/a/{x:double}', '/a/-1.5e3', { x: '-1.5e3' }],
    ['/a/{x:alpha:minlength(2)}', '/a/b', undefined],
    ['/a/{x:length(2,3)}', '/a/abc', { x: 'abc' }],
    ['/a/{x:length(2)}', '/a/abc', undefined],
    ['/a/{x:range(1,5)}', '/a/6', undefined],
    ['/a/{x:min(5)}', '/a/5', { x: '5' }],
    ['/a/{x:regex(^ord_)}', '/a/ord_1', { x: 'ord_1' }],
    ['/a/{x:regex(^ord_)}', '/a/1', undefined],
    ['/a/{x:datetime}', '/a/2026-11-20', { x: '2026-11-20' }],
    ['/a/{x=ramen}', '/a', { x: 'ramen' }],
    ['/a/{x?}', '/a', {}],
    ['/a/{x?}', '/a/b/c', undefined],
    ['/a/{*rest}', '/a/b/c', { rest: 'b/c' }],
    ['/a/{**rest}', '/a', {}],
    ['/a/{name}.{ext}', '/a/menu.json', { name: 'menu', ext: 'json' }],
    ['/a/v{version}', '/a/V2', { version: '2' }],
    ['/a/b.c', '/a/bxc', undefined],
    ['/a', '/a/', {}],
    ['/a', '/a//', undefined],
    ['/', '/', {}],
  ])('%s meets %s as %j', (template, path, values) => {
    const route = compileRoute(template);

    expect(route.match(path)).toEqual(values);
  });

  it('comes first when it is more specific', () => {
    const templates = ['/a/{*rest}', '/a/{x}', '/a/{x:int}', '/a/v{x}', '/a/b'];

    const precedences = templates.map((template) => compileRoute(template).precedence);

    expect([...precedences].sort()).toEqual(precedences.toReversed());
  });
});
