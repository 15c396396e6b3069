import { gateway } from '../../gateway';
import { backendsOf, type Gateway } from '../../gateway/model';
import { refusalsOf, usePolicyFiles } from '../support/refusals';

const global = gateway.policy;
const server = gateway.mcpServers.orders.policy;
const backendNames = backendsOf(gateway).map(([name]) => name);

/** A policy file with an element in its third line, which is its section's. */
const inbound = (element: string) =>
  `<policies>\n<inbound>\n${element}\n</inbound>\n<backend><base /></backend></policies>`;
const backend = (elements: string) => `<policies>\n<backend>\n${elements}\n</backend>\n</policies>`;
const section = (name: string, element: string) =>
  `<policies>\n<${name}>\n${element}\n</${name}>\n<backend><base /></backend></policies>`;

const cors = (children: string, attributes = '') => inbound(`<cors ${attributes}>${children}</cors>`);
const origins = '<allowed-origins><origin>http://a</origin></allowed-origins>';
const headers = '<allowed-headers><header>*</header></allowed-headers>';
const limit = '<rate-limit calls="1" renewal-period="60" />';
const header = '<set-header name="a"><value>b</value></set-header>';

/** What is refused, the policy of a server with it, and the sentence from the line on. */
type Row = [title: string, policy: string, sentence: string];

const ofFiles: Row[] = [
  ['another root', '<fragment />', '1: <fragment> is not what a policy file begins with: <policies> is.'],
  ['an empty file', '', '0: not well-formed XML: missing root element.'],
  [
    'an element that is not closed',
    '<policies>\n  <inbound>\n</policies>',
    '2: not well-formed XML: Opening and ending tag mismatch: "inbound" != "policies".',
  ],
  [
    'a named value that does not exist, in a text',
    inbound('<set-header name="a"><value>{{secret}}</value></set-header>'),
    '3: <value> refers to the named value "secret", which does not exist.',
  ],
  [
    'a named value that does not exist, in an attribute',
    inbound('<set-header name="{{ secret }}"><value>a</value></set-header>'),
    '3: <set-header> refers to the named value "secret", which does not exist.',
  ],
  [
    'a backend that does not exist',
    inbound('<set-backend-service backend-id="parcels" />'),
    `3: <set-backend-service> names the backend "parcels", which does not exist. There are ${backendNames.join(', ')}.`,
  ],
];

const ofSections: Row[] = [
  [
    'an unknown section',
    '<policies>\n<inbuond />\n<backend><base /></backend></policies>',
    '2: <inbuond> is no section of a policy: inbound, backend, outbound, on-error are.',
  ],
  ['one section twice', section('inbound', '</inbound><inbound>'), '3: <inbound> is there twice.'],
  [
    'an attribute of a section',
    section('outbound', '').replace('<outbound', '<outbound a="b"'),
    '2: <outbound> has the attribute "a", and takes none.',
  ],
  ['text beside elements', inbound('soon: <base />'), '2: <inbound> takes no text, and this is "soon:".'],
  [
    'two elements in backend',
    backend('<forward-request />\n<base />'),
    '4: <base> is the second element in <backend>, which takes one.',
  ],
  [
    'no backend',
    '\n<policies />',
    '2: <policies> has no <backend>: whether API Management then forwards the call is not documented.',
  ],
  [
    'an empty backend',
    backend(''),
    '2: <backend> leads to no <forward-request>: API Management would answer 200 with an empty body.',
  ],
];

const ofPlaces: Row[] = [
  [
    'cors outside inbound',
    section('outbound', `<cors>${origins}${headers}</cors>`),
    '3: <cors> does not belong in <outbound>, but in <inbound>.',
  ],
  [
    'forward-request outside backend',
    inbound('<forward-request />'),
    '3: <forward-request> does not belong in <inbound>, but in <backend>.',
  ],
  [
    'rate-limit outside inbound',
    section('outbound', limit),
    '3: <rate-limit> does not belong in <outbound>, but in <inbound>.',
  ],
  [
    'rate-limit-by-key outside inbound',
    section('on-error', '<rate-limit-by-key calls="1" renewal-period="1" counter-key="a" />'),
    '3: <rate-limit-by-key> does not belong in <on-error>, but in <inbound>.',
  ],
  [
    'set-backend-service outside inbound and backend',
    section('outbound', '<set-backend-service backend-id="orders" />'),
    '3: <set-backend-service> does not belong in <outbound>, but in <inbound>, <backend>.',
  ],
  [
    'set-query-parameter outside inbound and backend',
    section('on-error', header.replaceAll('set-header', 'set-query-parameter')),
    '3: <set-query-parameter> does not belong in <on-error>, but in <inbound>, <backend>.',
  ],
  [
    'cors twice',
    inbound(`<cors>${origins}${headers}</cors>\n<cors>${origins}${headers}</cors>`),
    '4: <cors> is there twice, and a section takes one.',
  ],
  ['rate-limit twice', inbound(`${limit}\n${limit}`), '4: <rate-limit> is there twice, and a file takes one.'],
];

const ofAttributes: Row[] = [
  [
    'text in an element that takes none',
    inbound('<set-backend-service backend-id="orders">soon</set-backend-service>'),
    '3: <set-backend-service> takes no text, and this is "soon".',
  ],
  [
    'no backend to set',
    inbound('<set-backend-service />'),
    '3: <set-backend-service> needs the attribute "base-url" or "backend-id".',
  ],
  [
    'a limit without a period',
    inbound('<rate-limit calls="1" />'),
    '3: <rate-limit> needs the attribute "renewal-period".',
  ],
  [
    'a limit without calls',
    inbound('<rate-limit renewal-period="1" />'),
    '3: <rate-limit> needs the attribute "calls".',
  ],
  [
    'a limit without a key',
    inbound('<rate-limit-by-key calls="1" renewal-period="1" />'),
    '3: <rate-limit-by-key> needs the attribute "counter-key".',
  ],
  [
    'a header without a name',
    inbound('<set-header><value>a</value></set-header>'),
    '3: <set-header> needs the attribute "name".',
  ],
  [
    'a query parameter without a name',
    inbound('<set-query-parameter><value>a</value></set-query-parameter>'),
    '3: <set-query-parameter> needs the attribute "name".',
  ],
  [
    'a period of more than five minutes',
    inbound('<rate-limit calls="1" renewal-period="301" />'),
    '3: <rate-limit> needs a whole number from 1 to 300 as "renewal-period", not "301".',
  ],
  [
    'a period of more than five minutes by key',
    inbound('<rate-limit-by-key calls="1" renewal-period="2629800" counter-key="a" />'),
    '3: <rate-limit-by-key> needs a whole number from 1 to 300 as "renewal-period", not "2629800".',
  ],
  [
    'a number that is none',
    inbound('<rate-limit calls="many" renewal-period="1" />'),
    '3: <rate-limit> needs a whole number of at least 1 as "calls", not "many".',
  ],
  [
    'a limit of zero',
    inbound('<rate-limit calls="0" renewal-period="1" />'),
    '3: <rate-limit> needs a whole number of at least 1 as "calls", not "0".',
  ],
  [
    'an expression where none is allowed',
    inbound('<rate-limit calls="@(1)" renewal-period="1" />'),
    '3: <rate-limit> takes no expression as "calls".',
  ],
  [
    'an expression as the name of a header',
    inbound('<rate-limit-by-key calls="1" renewal-period="1" counter-key="a" retry-after-header-name="@(1)" />'),
    '3: <rate-limit-by-key> takes no expression as "retry-after-header-name".',
  ],
  [
    'a timeout that is none',
    backend('<forward-request timeout="-1" />'),
    '3: <forward-request> needs a whole number of at least 0 as "timeout", not "-1".',
  ],
  [
    'a flag that is none',
    backend('<forward-request buffer-response="no" />'),
    '3: <forward-request> has "no" as "buffer-response": one of true, false is possible.',
  ],
  [
    'an unknown action',
    inbound('<set-header name="a" exists-action="replace"><value>b</value></set-header>'),
    '3: <set-header> has "replace" as "exists-action": one of override, skip, append, delete is possible.',
  ],
];

const ofChildren: Row[] = [
  ['cors without origins', cors(headers), '3: <cors> needs <allowed-origins>.'],
  ['cors without headers', cors(origins), '3: <cors> needs <allowed-headers>.'],
  ['no origin', cors(`<allowed-origins />${headers}`), '3: <allowed-origins> needs <origin>.'],
  ['no header', cors(`${origins}<allowed-headers />`), '3: <allowed-headers> needs <header>.'],
  ['no method', cors(`${origins}<allowed-methods />${headers}`), '3: <allowed-methods> needs <method>.'],
  ['no exposed header', cors(`${origins}${headers}<expose-headers />`), '3: <expose-headers> needs <header>.'],
  [
    'all origins, and one more',
    cors(`${origins.replace('</a', '<origin>*</origin></a')}${headers}`),
    '3: <origin> is "*", which allows no other beside it.',
  ],
  [
    'a flag of cors that is none',
    cors(origins + headers, 'allow-credentials="yes"'),
    '3: <cors> has "yes" as "allow-credentials": one of true, false is possible.',
  ],
];

describe('a policy, in Azure and on a laptop,', () => {
  const withFiles = usePolicyFiles();

  it.each([...ofFiles, ...ofSections, ...ofPlaces, ...ofAttributes, ...ofChildren])(
    'is refused with file, line and element for %s',
    async (_title, policy, sentence) => {
      const { azure, local } = await refusalsOf(await withFiles({ [server]: policy }));

      expect(azure).toEqual([`${server}:${sentence}`]);
      expect(local).toEqual(azure);
    },
  );

  it.each(['return-response', 'mock-response'])(
    'that always answers with %s needs no forward-request, and the local gateway does not know it',
    async (element) => {
      const policy = inbound(`<${element} />`).replace('<base />', '');

      const { azure, local } = await refusalsOf(await withFiles({ [server]: policy }));

      expect(azure).toEqual([]);
      expect(local).toEqual([expect.stringContaining(`${server}:3: <${element}> is not known to the local gateway`)]);
    },
  );

  it.each([
    [
      'a limit per subscription',
      inbound(limit).replace('<base />', '<forward-request />'),
      `${global}:3: <rate-limit> does not belong in the policy of every API, but in that of one.`,
    ],
    [
      'no forward-request for those that inherit it',
      backend(''),
      `${global}:2: <backend> leads to no <forward-request>: API Management would answer 200 with an empty body.`,
    ],
  ])('of every API is refused, once, for %s', async (_title, policy, sentence) => {
    const { azure, local } = await refusalsOf(await withFiles({ [global]: policy }));

    expect(azure).toEqual([sentence]);
    expect(local).toEqual(azure);
  });

  it.each<[string, Gateway, string[]]>([
    [
      'a limit of the definition that no policy may have',
      { ...gateway, limits: { ...gateway.limits, renewalPeriodSeconds: 301 } },
      ['passthroughServer.xml', 'ordersServer.xml'].map(
        (file) => `${file}:5: <rate-limit-by-key> needs a whole number from 1 to 300 as "renewal-period", not "301".`,
      ),
    ],
    [
      'a file that is not there',
      { ...gateway, policy: 'missing.xml' },
      [`The policy file missing.xml cannot be read from ${gateway.policyFolder}.`],
    ],
    [
      'a file of another folder',
      { ...gateway, policy: '../index.ts' },
      ['"../index.ts" is not the name of a policy file.'],
    ],
  ])('is refused for %s', async (_title, definition, sentences) => {
    const { azure, local } = await refusalsOf(definition);

    expect(azure).toEqual(sentences);
    expect(local).toEqual(azure);
  });
});
