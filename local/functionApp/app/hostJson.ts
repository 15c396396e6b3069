import Ajv from 'ajv';
import { UserError } from '../../../terminal/userError';
import type { ExtensionBundle } from './extensionBundle';
import { readLogLevels, type LogLevels } from './logLevels';

const authorizationLevels = ['system', 'anonymous'] as const;
type AuthorizationLevel = (typeof authorizationLevels)[number];

/** What the host reads from `host.json`, with the defaults of Azure Functions. */
export interface HostJson {
  routePrefix: string;
  customHeaders: Record<string, string>;
  logLevels: LogLevels;
  extensionBundle: ExtensionBundle | undefined;
  mcp: {
    serverName: string;
    serverVersion: string;
    instructions: string | undefined;
    webhookAuthorizationLevel: AuthorizationLevel;
  };
}

interface Document {
  extensionbundle?: ExtensionBundle;
  extensions?: {
    http?: { routeprefix?: string; customheaders?: Record<string, string> };
    mcp?: {
      servername?: string;
      serverversion?: string;
      instructions?: string;
      system?: { webhookauthorizationlevel?: string };
    };
  };
  logging?: { loglevel?: Record<string, string> };
}

const string = { type: 'string' };
const strings = { type: 'object', additionalProperties: string };

/** Sections without an effect that a caller could see: they are accepted as they are. */
const inert = { aggregator: {}, telemetrymode: {}, watchdirectories: {}, watchfiles: {} };

// Keys in lower case, because .NET reads configuration without regard to case.
const schema = {
  type: 'object',
  required: ['version'],
  additionalProperties: false,
  properties: {
    ...inert,
    $schema: string,
    version: { const: '2.0' },
    extensionbundle: { type: 'object', required: ['id', 'version'], properties: { id: string, version: string } },
    logging: { type: 'object', properties: { loglevel: strings } },
    extensions: {
      type: 'object',
      additionalProperties: false,
      properties: {
        http: {
          type: 'object',
          additionalProperties: false,
          properties: { routeprefix: string, customheaders: strings },
        },
        mcp: {
          type: 'object',
          additionalProperties: false,
          properties: {
            servername: string,
            serverversion: string,
            instructions: string,
            // The local host never encrypts, as Core Tools does not; the other is for the legacy transport alone.
            encryptclientstate: { type: 'boolean' },
            messageoptions: { type: 'object' },
            system: {
              type: 'object',
              additionalProperties: false,
              properties: { webhookauthorizationlevel: string },
            },
          },
        },
      },
    },
  },
};

const validate = new Ajv({ coerceTypes: true }).compile<Document>(schema);
const overridePrefix = /^AzureFunctionsJobHost__/i;

/**
 * Reads the text of a `host.json` and the settings that override it (`AzureFunctionsJobHost__extensions__…`). Throws
 * {@link UserError} for what is malformed and for a section whose effect the local host does not reproduce.
 * Reference: https://learn.microsoft.com/azure/azure-functions/functions-host-json
 */
export function readHostJson(text: string, settings: Record<string, string> = {}): HostJson {
  const document = lowerKeys(parse(text));
  for (const [name, value] of Object.entries(settings)) {
    if (overridePrefix.test(name)) override(document, name.toLowerCase().split('__').slice(1), value);
  }
  if (!validate(document)) throw new UserError(describeMistake());
  const { http = {}, mcp = {} } = document.extensions ?? {};
  return {
    routePrefix: http.routeprefix ?? 'api',
    customHeaders: http.customheaders ?? {},
    logLevels: readLogLevels(document.logging?.loglevel ?? {}),
    extensionBundle: document.extensionbundle,
    mcp: {
      serverName: mcp.servername ?? 'Azure Functions MCP server',
      serverVersion: mcp.serverversion ?? '1.0.0',
      instructions: mcp.instructions,
      webhookAuthorizationLevel: authorizationLevel(mcp.system?.webhookauthorizationlevel ?? 'system'),
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new UserError('host.json is not valid JSON.', { cause });
  }
}

// Header names and log categories are compared without regard to case as well, so every key may be lowered.
function lowerKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, member]) => [key.toLowerCase(), lowerKeys(member)]));
}

function override(parent: unknown, [key, ...rest]: string[], value: string): void {
  if (typeof parent !== 'object' || parent === null || key === undefined) return;
  const members = parent as Record<string, unknown>;
  if (rest.length === 0) members[key] = value;
  else override((members[key] ??= {}), rest, value);
}

function describeMistake(): string {
  const [error] = validate.errors ?? [];
  const extra: unknown = error?.params.additionalProperty;
  const section = [error?.instancePath.slice(1), extra].filter(Boolean).join('/');
  if (extra === undefined) return `host.json: ${section || 'the document'} ${error?.message ?? 'is invalid'}.`;
  return `host.json: the local host does not emulate the section ${section.replaceAll('/', '.')}.`;
}

function authorizationLevel(name: string): AuthorizationLevel {
  const level = authorizationLevels.find((known) => known === name.toLowerCase());
  if (!level) throw new UserError(`host.json: webhookAuthorizationLevel is System or Anonymous, not ${name}.`);
  return level;
}
