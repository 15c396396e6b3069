import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiPolicy, type Backend, type NamedValue } from '@pulumi/azure-native/apimanagement';
import * as pulumi from '@pulumi/pulumi';
import { policyFolder } from '../../gateway/model';
import { UserError } from '../../terminal/userError';
import { deployTemplate } from '../template';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

const POLICY_API_VERSION = '2024-05-01';

/** What policies refer to by name. API Management refuses a policy that names something it does not have. */
interface PolicyReferences {
  namedValues: Readonly<Record<string, NamedValue>>;
  backends: Readonly<Record<string, Backend>>;
}

/**
 * Applies a file of `gateway/policies`, verbatim, to every API. In a template, because a service may come with such a
 * policy: azure-native's class refuses to replace one that is not, to the byte, the one that it expects there.
 */
export function applyGlobalPolicy(service: Service, file: string, references: PolicyReferences): void {
  const value = readPolicy(file);
  const resources = pulumi.output(service.at.serviceName).apply((serviceName) => [
    {
      type: 'Microsoft.ApiManagement/service/policies',
      apiVersion: POLICY_API_VERSION,
      name: `${serviceName}/policy`,
      properties: { format: 'rawxml', value },
    },
  ]);
  deployTemplate(
    `${service.name}-policy`,
    { deploymentName: 'gateway-policy', resourceGroupName: service.at.resourceGroupName, resources },
    { ...service.options, dependsOn: referencesOf(file, value, references) },
  );
}

/** Applies a file of `gateway/policies`, verbatim, to one API. */
export function applyPolicy(
  service: Service,
  { apiName, resource, definition }: PublishedApi<{ policy: string }, pulumi.Resource>,
  references: PolicyReferences,
): void {
  const value = readPolicy(definition.policy);
  new ApiPolicy(
    `${service.name}-${apiName}-policy`,
    { ...service.at, apiId: apiName, policyId: 'policy', format: 'rawxml', value },
    { ...service.options, dependsOn: [resource, ...referencesOf(definition.policy, value, references)] },
  );
}

function readPolicy(file: string): string {
  return readFileSync(join(policyFolder, file), 'utf8');
}

/** @throws UserError when a policy names something that the gateway's definition does not have. */
function referencesOf(file: string, policy: string, { namedValues, backends }: PolicyReferences): pulumi.Resource[] {
  const kinds = [
    { kind: 'named value', pattern: /\{\{([\w.-]+)\}\}/g, known: namedValues },
    { kind: 'backend', pattern: /backend-id="([^"]+)"/g, known: backends },
  ] as const;
  return kinds.flatMap(({ kind, pattern, known }) => {
    const names = new Set(Array.from(policy.matchAll(pattern), ([, name = '']) => name));
    return Array.from(names, (name) => {
      const resource = known[name];
      if (!resource)
        throw new UserError(`gateway/policies/${file} names the ${kind} ${name}, which the gateway does not have.`);
      return resource;
    });
  });
}
