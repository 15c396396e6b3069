import { backendsOf } from '../../../gateway/model';
import { useGateways } from '../../support/gateway';
import { thingsGateway } from '../../support/things';

const backendNames = backendsOf(thingsGateway).map(([name]) => name);

describe('a policy that cannot be honoured', () => {
  const start = useGateways();
  const inbound = (element: string) => `<policies>\n  <inbound>\n    ${element}\n  </inbound>\n</policies>`;

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
    ['text beside elements', inbound('<base /> soon: <base />'), '2: <inbound> holds the text "soon:"'],
    [
      'text in an element that takes none',
      inbound('<set-backend-service backend-id="things">soon</set-backend-service>'),
      '3: <set-backend-service> takes no text, and this is "soon"',
    ],
    [
      'limits of single operations',
      inbound('<rate-limit calls="1" renewal-period="1"><api name="a" calls="1" /></rate-limit>'),
      '3: <api> does not belong in <rate-limit>',
    ],
    [
      'an element of another section',
      '<policies>\n<outbound>\n<rate-limit calls="1" renewal-period="1" />\n</outbound>\n</policies>',
      '3: <rate-limit> does not belong in <outbound>',
    ],
    [
      'anything in on-error',
      '<policies>\n<on-error>\n<set-header name="a"><value>b</value></set-header>\n</on-error>\n</policies>',
      '3: <set-header> does not belong in <on-error>',
    ],
    ['an unknown section', '<policies>\n<inbuond />\n</policies>', '2: <inbuond> is no section of a policy'],
    ['one section twice', '<policies>\n<inbound />\n<inbound />\n</policies>', '3: <inbound> is there twice'],
    ['an attribute of a section', '<policies>\n<inbound a="b" />\n</policies>', '2: <inbound> has the attribute "a"'],
    ['something in base', inbound('<base><cors /></base>'), '3: <cors> does not belong in <base>'],
    ['another root', '<fragment />', '1: <fragment> is not what a policy file begins with'],
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
      'a named value that does not exist',
      inbound('<set-header name="a"><value>{{secret}}</value></set-header>'),
      '3: <value> refers to the named value "secret"',
    ],
    [
      'a named value in an attribute that does not exist',
      inbound('<rate-limit calls="{{calls}}" renewal-period="1" />'),
      '3: <rate-limit> refers to the named value "calls"',
    ],
    [
      'a missing attribute',
      inbound('<rate-limit calls="1" />'),
      '3: <rate-limit> needs the attribute "renewal-period"',
    ],
    [
      'a number that is none',
      inbound('<rate-limit calls="many" renewal-period="1" />'),
      '3: <rate-limit> needs a whole number above 0 as "calls", not "many"',
    ],
    [
      'a limit of zero',
      inbound('<rate-limit calls="0" renewal-period="1" />'),
      '3: <rate-limit> needs a whole number above 0',
    ],
    [
      'an unknown action',
      inbound('<set-header name="a" exists-action="replace"><value>b</value></set-header>'),
      '3: <set-header> has "replace" as "exists-action"',
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
      'a backend that does not exist',
      inbound('<set-backend-service backend-id="parcels" />'),
      `3: <set-backend-service> names the backend "parcels", which does not exist. There are ${backendNames.join(', ')}.`,
    ],
    [
      'a backend by URL',
      inbound('<set-backend-service base-url="http://a" />'),
      '3: <set-backend-service> has the attribute "base-url"',
    ],
    ['origins that are missing', inbound('<cors />'), '3: <cors> needs <allowed-origins>'],
    [
      'an element that is not closed',
      '<policies>\n  <inbound>\n</policies>',
      '2: not well-formed XML: Opening and ending tag mismatch: "inbound"',
    ],
    [
      'an attribute without quotes',
      inbound('<rate-limit calls=1 />'),
      '3: not well-formed XML: attribute "1" missed quot',
    ],
    ['an empty file', '', '0: not well-formed XML: missing root element.'],
  ])('stops the start with file, line and element: %s', async (_title, source, sentence) => {
    const starting = start({ policies: { things: source } });

    await expect(starting).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(`${thingsGateway.mcpServers.things.policy}:${sentence}`),
    });
  });

  it('stops the start when its file is missing', async () => {
    const starting = start({ definition: { ...thingsGateway, policy: 'missing.xml' }, policies: {} });

    await expect(starting).rejects.toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('missing.xml cannot be read'),
    });
  });

  it('stops the start when its file is to be read from elsewhere', async () => {
    const starting = start({ definition: { ...thingsGateway, policy: '../../secret.xml' }, policies: {} });

    await expect(starting).rejects.toMatchObject({
      name: 'UserError',
      message: '"../../secret.xml" is not the name of a policy file.',
    });
  });
});
