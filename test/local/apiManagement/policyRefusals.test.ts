import { useGateways } from '../../support/gateway';
import { thingsGateway } from '../../support/things';

describe('a policy that cannot be honoured', () => {
  const start = useGateways();
  const inbound = (element: string) =>
    `<policies>\n<inbound>\n${element}\n</inbound>\n<backend><base /></backend></policies>`;

  it.each([
    [
      'an unknown element',
      inbound('<validate-jwt header-name="a" />'),
      '3: <validate-jwt> is not known to the local gateway',
    ],
    ['an element named like a property of every object', inbound('<constructor />'), '3: <constructor> is not known'],
    [
      'an unknown attribute',
      inbound('<set-header name="a" ignore="b"><value>c</value></set-header>'),
      '3: <set-header> has the attribute "ignore"',
    ],
    [
      'an unknown child',
      inbound('<set-header name="a"><vaule>c</vaule></set-header>'),
      '3: <vaule> does not belong in <set-header>',
    ],
    [
      'an unknown attribute of a child',
      inbound('<set-header name="a"><value b="c">d</value></set-header>'),
      '3: <value> has the attribute "b"',
    ],
    [
      'limits of single operations',
      inbound('<rate-limit calls="1" renewal-period="1"><api name="a" calls="1" /></rate-limit>'),
      '3: <api> does not belong in <rate-limit>',
    ],
    [
      'anything in on-error',
      inbound('<set-header name="a"><value>b</value></set-header>').replaceAll('inbound', 'on-error'),
      '3: <set-header> is not honoured in <on-error> by the local gateway',
    ],
    ['something in base', inbound('<base><cors /></base>'), '3: <cors> does not belong in <base>'],
    [
      'an unknown expression',
      inbound('<set-header name="a"><value>@(context.Api.Name)</value></set-header>'),
      '3: <value> uses the expression "context.Api.Name"',
    ],
    [
      'an expression of several statements',
      inbound('<set-header name="a"><value>@{ return "b"; }</value></set-header>'),
      '3: <value> uses the expression "@{ return "b"; }"',
    ],
    [
      'a limit that is computed',
      inbound('<rate-limit-by-key calls="@(1 + 1)" renewal-period="1" counter-key="a" />'),
      '3: <rate-limit-by-key> has "@(1 + 1)" as "calls": the local gateway takes a whole number above 0.',
    ],
    [
      'an action that is computed',
      inbound('<set-header name="a" exists-action="@(1)"><value>b</value></set-header>'),
      '3: <set-header> has "@(1)" as "exists-action": the local gateway takes override, skip, append, delete.',
    ],
    [
      'a backend that is computed',
      inbound('<set-backend-service backend-id="@(1)" />'),
      '3: <set-backend-service> has "@(1)" as "backend-id": the local gateway takes things, echo.',
    ],
    [
      'no time at all',
      '<policies>\n<backend>\n<forward-request timeout="0" />\n</backend>\n</policies>',
      '3: <forward-request> has "0" as "timeout": the local gateway takes a whole number above 0.',
    ],
    [
      'a header without a value',
      inbound('<set-header name="a" exists-action="override" />'),
      '3: <set-header> needs a <value>',
    ],
    [
      'a deletion with a value',
      inbound('<set-header name="a" exists-action="delete"><value>b</value></set-header>'),
      '3: <set-header> deletes, so it takes no <value>',
    ],
    [
      'a header that is none',
      inbound('<set-header name="a b"><value>c</value></set-header>'),
      '3: <set-header> has "a b" as "name"',
    ],
    [
      'a header of the connection',
      inbound('<set-header name="Host"><value>a</value></set-header>'),
      '3: <set-header> sets "host"',
    ],
    [
      'a header value that is none',
      inbound('<set-header name="a"><value>ラーメン</value></set-header>'),
      '3: <value> holds a character that no header can carry',
    ],
    [
      'a backend by URL',
      inbound('<set-backend-service base-url="http://a" />'),
      '3: <set-backend-service> has the attribute "base-url"',
    ],
  ])('stops the start with file, line and element: %s', async (_title, source, sentence) => {
    const starting = start({ policies: { things: source } });

    await expect(starting).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`${thingsGateway.mcpServers.things.policy}:${sentence}`),
    });
  });
});
