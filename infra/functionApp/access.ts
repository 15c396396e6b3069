import type { Deployment } from '@pulumi/azure-native/resources';
import * as pulumi from '@pulumi/pulumi';
import type { Place } from '../place';
import { deployTemplate, type TemplateResource } from '../template';
import type { FunctionApp } from './index';
import { accessRestrictions } from './site';

const API_VERSION = '2025-05-01';

/**
 * Lets the gateway, and nobody else, into a site that was created closed.
 *
 * A resource apart, so that the sites need not wait for the gateway's address, which is known only after half an hour.
 * A template, because a site's configuration exists as soon as the site does: it can be changed but not created, which
 * is what a resource of its own would try. It runs again after each change of the site, which may take the rules away.
 * Removing this resource leaves them behind, where a site that is open to everybody does not heed them.
 */
export function admitOnly(
  addresses: pulumi.Input<readonly string[]>,
  { app, place }: { app: FunctionApp; place: Place },
  options?: pulumi.CustomResourceOptions,
): Deployment {
  const resources = pulumi.output(addresses).apply((list) => [siteConfig(place.names.site(app.app), list)]);
  return deployTemplate(
    `${app.app}-access`,
    {
      deploymentName: `${app.app}-access`,
      resourceGroupName: place.resourceGroupName,
      resources,
      tags: { site: app.siteDigest },
    },
    { dependsOn: app, ...options },
  );
}

function siteConfig(siteName: string, addresses: readonly string[]): TemplateResource {
  return {
    type: 'Microsoft.Web/sites/config',
    apiVersion: API_VERSION,
    name: `${siteName}/web`,
    properties: {
      ...accessRestrictions.locked,
      ipSecurityRestrictions: addresses.map((address, index) => ({
        name: `gateway-${index + 1}`,
        ipAddress: `${address}/32`,
        action: 'Allow',
        priority: 100 + index,
      })),
    },
  };
}
