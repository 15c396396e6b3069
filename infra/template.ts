import { Deployment, DeploymentMode } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';

/** One resource of an ARM template. */
export interface TemplateResource {
  type: string;
  apiVersion: string;
  /** The names that the segments of the type go by, joined by slashes. */
  name: string;
  properties: Readonly<Record<string, unknown>>;
  /** Resources of the same template that must be there first. */
  after?: readonly Pick<TemplateResource, 'type' | 'name'>[];
}

interface TemplateArgs {
  deploymentName: string;
  resourceGroupName: pulumi.Input<string>;
  /** What changes here makes the deployment run again, as what changes in its resources does. */
  tags?: Record<string, pulumi.Input<string>>;
  resources: pulumi.Input<readonly TemplateResource[]>;
}

/**
 * Declares what no resource class can, through an ARM template: it is sent as it stands, and ARM creates or updates each
 * resource without asking first whether it exists. Whoever takes a resource out of the template, or the deployment out of
 * the program, leaves the resource behind in Azure.
 */
export function deployTemplate(
  name: string,
  { deploymentName, resourceGroupName, resources, tags }: TemplateArgs,
  options: pulumi.CustomResourceOptions,
): Deployment {
  const template = pulumi.output(resources).apply((list) => ({
    $schema: 'https://schema.management.azure.com/schemas/2019-04-01/deploymentTemplate.json#',
    contentVersion: '1.0.0.0',
    resources: list.map(toTemplate),
  }));
  const properties = { mode: DeploymentMode.Incremental, template };
  // Two deployments cannot share a name, so that `--replace`, which runs one again, has to delete the old one first.
  return new Deployment(
    name,
    { deploymentName, resourceGroupName, properties, tags },
    { ...options, deleteBeforeReplace: true },
  );
}

function toTemplate({ type, apiVersion, name, properties, after = [] }: TemplateResource): object {
  return {
    type,
    apiVersion,
    name,
    properties: literally(properties),
    ...(after.length > 0 && { dependsOn: after.map(resourceId) }),
  };
}

function resourceId({ type, name }: Pick<TemplateResource, 'type' | 'name'>): string {
  return `[resourceId(${[type, ...name.split('/')].map((part) => `'${part}'`).join(', ')})]`;
}

/**
 * A text in brackets is an expression to ARM, unless the first bracket is doubled; a text that only starts with one is not
 * ("Escape characters" in the template syntax of Microsoft's documentation).
 */
function literally(value: unknown): unknown {
  if (typeof value === 'string') return value.startsWith('[') && value.endsWith(']') ? `[${value}` : value;
  if (Array.isArray(value)) return value.map(literally);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, literally(item)]));
}
