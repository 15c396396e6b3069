import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ApiPolicy, type Backend, type NamedValue } from '@pulumi/azure-native/apimanagement';
import * as pulumi from '@pulumi/pulumi';
import { readPolicy, referencesOf, withDescendants } from '../../gateway/policyDocument';
import { deployTemplate } from '../template';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

const POLICY_API_VERSION = '2024-05-01';

/** Where policies are, and what they refer to by name, which has to be there before them. */
interface PolicyContext {
  folder: string;
  namedValues: Readonly<Record<string, NamedValue>>;
  backends: Readonly<Record<string, Backend>>;
}

/**
 * Applies a policy file, verbatim, to every API. In a template, because a service may come with such a
 * policy: azure-native's class refuses to replace one that is not, to the byte, the one that it expects there.
 */
export function applyGlobalPolicy(service: Service, file: string, context: PolicyContext): void {
  const { value, references } = readFile(file, context);
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
    { parent: service.parent, dependsOn: references },
  );
}

/** Applies a policy file, verbatim, to one API. */
export function applyPolicy(
  service: Service,
  { apiName, resource, definition }: PublishedApi<{ policy: string }, pulumi.Resource>,
  context: PolicyContext,
): void {
  const { value, references } = readFile(definition.policy, context);
  new ApiPolicy(
    `${service.name}-${apiName}-policy`,
    { ...service.at, apiId: apiName, policyId: 'policy', format: 'rawxml', value },
    { ...service.options, dependsOn: [resource, ...references] },
  );
}

/** A policy file as Azure gets it, and what it refers to. */
function readFile(file: string, { folder, namedValues, backends }: PolicyContext) {
  const policies = readPolicy(folder, file);
  if (typeof policies === 'string') throw new Error(policies);
  const names = withDescendants(policies).map(referencesOf);
  const references = [
    ...names.flatMap((element) => element.namedValues.map((name) => namedValues[name])),
    ...names.flatMap((element) => element.backends.map((name) => backends[name])),
  ];
  return {
    value: readFileSync(join(folder, file), 'utf8'),
    references: [...new Set(references)].filter((resource) => resource !== undefined),
  };
}
