import { closed, flag, idOf, text, upTo } from './shapes';

// API Management has refused longer descriptions.
const description = upTo(1000);

/** An MCP API has a backend or tools: exactly one of them. */
const mcpApi = {
  ...closed(
    {
      type: { const: 'mcp' },
      path: { type: 'string', pattern: '^[^/].{0,398}[^/]$' },
      displayName: upTo(300),
      description,
      protocols: { const: ['https'] },
      subscriptionRequired: flag,
      backendId: { type: 'string', pattern: '^[A-Za-z0-9-]{1,80}$' },
      mcpTools: {
        type: 'array',
        minItems: 1,
        items: closed({
          name: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,80}$' },
          description,
          operationId: idOf('Microsoft.ApiManagement/service/apis/operations'),
        }),
      },
    },
    ['type', 'path', 'displayName', 'description', 'protocols', 'subscriptionRequired'],
  ),
  oneOf: [{ required: ['backendId'] }, { required: ['mcpTools'] }],
};

const restApi = closed({
  path: upTo(400),
  displayName: upTo(300),
  description: text,
  protocols: { const: ['https'] },
  serviceUrl: { type: 'string', pattern: '^https://', maxLength: 2000 },
  format: { const: 'openapi+json' },
  value: text,
  translateRequiredQueryParameters: { const: 'query' },
  subscriptionRequired: { const: true },
  subscriptionKeyParameterNames: closed({ header: text, query: text }),
});

const policy = closed({
  properties: closed({ format: { const: 'rawxml' }, value: { type: 'string', pattern: '<policies>' } }),
});

const masked = { type: 'array', items: closed({ value: text, mode: { enum: ['Hide', 'Mask'] } }) };

const message = closed(
  {
    headers: { type: 'array', items: text },
    body: closed({ bytes: { type: 'integer', minimum: 0, maximum: 8192 } }),
    dataMasking: closed({ headers: masked, queryParams: masked }, []),
  },
  ['headers', 'body'],
);

const diagnostic = closed({
  loggerId: idOf('Microsoft.ApiManagement/service/loggers'),
  alwaysLog: { const: 'allErrors' },
  httpCorrelationProtocol: { enum: ['Legacy', 'None', 'W3C'] },
  verbosity: { enum: ['error', 'information', 'verbose'] },
  sampling: closed({ samplingType: { const: 'fixed' }, percentage: { type: 'integer', minimum: 0, maximum: 100 } }),
  frontend: closed({ request: message, response: message }),
  backend: closed({ request: message, response: message }),
});

/** APIs and what belongs to one. The two kinds of API are told apart by their `type`. */
export const apis = {
  'Microsoft.ApiManagement/service/apis': {
    if: { properties: { properties: { required: ['type'] } } },
    then: closed({ properties: mcpApi }),
    else: closed({ properties: restApi }),
  },
  'Microsoft.ApiManagement/service/policies': policy,
  'Microsoft.ApiManagement/service/apis/policies': policy,
  'Microsoft.ApiManagement/service/apis/diagnostics': closed({ properties: diagnostic }),
};
