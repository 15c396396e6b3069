import { gateway } from '../../gateway';
import { flag, integer, location, matching, memory, oneOf, type Read, sku } from './reading';
import { skuNames } from './skus';

/** One configurable value. */
export interface Setting<T> {
  /** Variables that may hold it, first one first. The first three rows are azd's own names. */
  environment: readonly string[];
  /** Its text when nobody sets it; a setting without one must be given. */
  default?: string;
  read: Read<T>;
  help: string;
}

/** Every setting of the stack, under its name in Pulumi's configuration. */
export const settings = {
  environmentName: {
    environment: ['AZURE_ENV_NAME'],
    // azd's own rule for the names of environments.
    read: matching(/^[\w().-]{1,64}$/, 'must be 1 to 64 letters, digits or any of - _ . ( )'),
    help: 'names the environment and, through it, every resource',
  },
  location: {
    environment: ['AZURE_LOCATION'],
    read: location,
    help: 'the Azure region, such as japaneast',
  },
  subscriptionId: {
    environment: ['AZURE_SUBSCRIPTION_ID', 'ARM_SUBSCRIPTION_ID'],
    read: matching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i, 'must be the GUID of an Azure subscription'),
    help: 'the Azure subscription to deploy into',
  },
  publisherEmail: {
    environment: ['APIM_PUBLISHER_EMAIL'],
    default: 'noreply@example.com',
    read: matching(/^[^\s@]+@[^\s@]+\.[^\s@]+$/, 'must be an e-mail address'),
    help: 'where API Management sends its notifications',
  },
  publisherName: {
    environment: ['APIM_PUBLISHER_NAME'],
    default: 'Ramen Gateway',
    read: matching(/^.{1,100}$/, 'must have 1 to 100 characters'),
    help: 'shown as the publisher of the APIs',
  },
  sku: {
    environment: ['APIM_SKU'],
    default: 'BasicV2',
    read: sku,
    help: `the tier of API Management: ${skuNames.join(', ')}`,
  },
  capacity: {
    environment: ['APIM_CAPACITY'],
    default: '1',
    read: integer(1, 30),
    help: 'units of that tier',
  },
  subscriptionRequired: {
    environment: ['APIM_SUBSCRIPTION_REQUIRED'],
    default: 'true',
    read: flag,
    help: 'whether the MCP servers ask for a subscription key',
  },
  rateLimitCalls: {
    environment: ['APIM_RATE_LIMIT_CALLS'],
    default: String(gateway.limits.calls),
    read: integer(1, 1_000_000),
    help: 'requests per caller and period; a client makes about three for one tool call',
  },
  rateLimitPeriod: {
    environment: ['APIM_RATE_LIMIT_PERIOD'],
    default: String(gateway.limits.renewalPeriodSeconds),
    read: integer(1, 300),
    help: 'that period in seconds, at most 300',
  },
  nodeVersion: {
    environment: ['FUNCTION_NODE_VERSION'],
    default: '24',
    read: oneOf('24', '22'),
    help: 'Node.js of the function apps: 24 or 22',
  },
  instanceMemoryMB: {
    environment: ['FUNCTION_INSTANCE_MEMORY_MB'],
    default: '512',
    read: memory,
    help: 'memory of one function instance: 512, 2048 or 4096',
  },
  maximumInstanceCount: {
    environment: ['FUNCTION_MAXIMUM_INSTANCE_COUNT'],
    default: '40',
    read: integer(1, 1000),
    help: 'most instances of each function app; some regions want at least 40',
  },
  functionAccess: {
    environment: ['FUNCTION_ACCESS'],
    default: 'gateway',
    read: oneOf('gateway', 'anonymous', 'locked'),
    help: 'whom the function apps answer: gateway, anonymous (everybody) or locked (the gateway by its address, too)',
  },
  keepOrders: {
    environment: ['KEEP_ORDERS'],
    default: 'false',
    read: flag,
    help: 'whether Pulumi refuses to delete the orders and their storage account, or to put others in their place',
  },
  generation: {
    environment: ['RESOURCE_GENERATION'],
    default: '1',
    read: matching(/^[\w-]{1,20}$/, 'must be 1 to 20 letters, digits, - or _'),
    help: 'any other text gives every resource a new name, past a soft-deleted gateway',
  },
} as const satisfies Record<string, Setting<unknown>>;

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as readonly SettingName[];

/** The stack's configuration, checked. */
export type Config = Readonly<{ [Name in SettingName]: ReadValue<(typeof settings)[Name]> }>;

type ReadValue<S> = S extends { read: Read<infer T> } ? T : never;
