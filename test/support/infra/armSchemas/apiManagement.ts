import { apis } from './apis';
import { service } from './service';
import { closed, flag, guid, idOf, text, upTo } from './shapes';

/** A secret in a backend can be read by everybody who may look at it; a reference to a secret named value cannot. */
const reference = { type: 'string', pattern: '^\\{\\{[\\w.-]+\\}\\}$' };

const backend = closed(
  {
    url: { type: 'string', pattern: '^https://[^?]+[^/?]$', maxLength: 2000 },
    protocol: { const: 'http' },
    tls: closed({ validateCertificateChain: { const: true }, validateCertificateName: { const: true } }),
    credentials: closed({
      header: {
        type: 'object',
        minProperties: 1,
        additionalProperties: { type: 'array', minItems: 1, items: reference },
      },
    }),
  },
  ['url', 'protocol', 'tls'],
);

const logger = closed({
  loggerType: { const: 'applicationInsights' },
  resourceId: idOf('Microsoft.Insights/components'),
  credentials: closed({ connectionString: text, identityClientId: guid }),
  isBuffered: flag,
});

/** A value may have blanks in it, but not consist of them. */
const namedValue = closed({
  displayName: { type: 'string', pattern: '^[A-Za-z0-9-._]{1,256}$' },
  value: { type: 'string', pattern: '\\S', maxLength: 4096 },
  secret: flag,
});

/**
 * A product that asks for no subscription must not speak of approval, whatever the published text of that property says
 * (see microsoft/accessibility-insights-service#271).
 */
const product = {
  ...closed(
    {
      displayName: upTo(300),
      description: upTo(1000),
      state: { enum: ['notPublished', 'published'] },
      subscriptionRequired: flag,
      approvalRequired: flag,
    },
    ['displayName', 'description', 'state', 'subscriptionRequired'],
  ),
  if: { properties: { subscriptionRequired: { const: false } } },
  then: { properties: { approvalRequired: false } },
};

const subscription = closed({
  displayName: upTo(100),
  scope: { anyOf: ['products', 'apis'].map((kind) => idOf(`Microsoft.ApiManagement/service/${kind}`)) },
  state: { enum: ['active', 'cancelled', 'expired', 'rejected', 'submitted', 'suspended'] },
  allowTracing: flag,
});

export const apiManagement = {
  'Microsoft.ApiManagement/service': service,
  ...apis,
  'Microsoft.ApiManagement/service/backends': closed({ properties: backend }),
  'Microsoft.ApiManagement/service/loggers': closed({ properties: logger }),
  'Microsoft.ApiManagement/service/namedValues': closed({ properties: namedValue }),
  'Microsoft.ApiManagement/service/products': closed({ properties: product }),
  'Microsoft.ApiManagement/service/products/apiLinks': closed({
    properties: closed({ apiId: idOf('Microsoft.ApiManagement/service/apis') }),
  }),
  'Microsoft.ApiManagement/service/subscriptions': closed({ properties: subscription }),
};
