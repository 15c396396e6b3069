import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import { AppServicePlan, type WebApp, WebAppFtpAllowed, WebAppScmAllowed } from '@pulumi/azure-native/web';
import * as pulumi from '@pulumi/pulumi';
import type { AppName } from '../../gateway';
import type { Place } from '../place';
import { type Grant, grant } from '../roles';
import { createSite, type FunctionAppArgs } from './site';

/** A Flex Consumption function app: a plan of its own (Azure allows one app on each), an identity and the site. */
export class FunctionApp extends pulumi.ComponentResource {
  readonly app: AppName;
  readonly siteName: pulumi.Output<string>;
  readonly tenantId: pulumi.Output<string>;
  /** `https://<host>`, without a trailing slash. */
  readonly origin: pulumi.Output<string>;
  /** Another one whenever the site is told anything else. */
  readonly siteDigest: pulumi.Output<string>;

  constructor(name: string, args: FunctionAppArgs, options?: pulumi.ComponentResourceOptions) {
    super('ramen:infra:FunctionApp', name, {}, options);
    const identity = createIdentity(name, args, this);
    const granted = grantRoles(name, { ...args, identity }, this);
    const plan = createPlan(name, args, this);
    // The host wants its storage and its package at the first start, so the site waits until it may reach them.
    const { site, digest } = createSite(name, { ...args, identity, plan }, { parent: this, dependsOn: granted });
    refuseBasicAuthentication(name, { site, place: args.place }, this);
    this.app = args.app;
    this.siteName = site.name;
    this.tenantId = identity.tenantId;
    this.origin = pulumi.interpolate`https://${site.defaultHostName}`;
    this.siteDigest = digest;
    this.registerOutputs();
  }
}

function createIdentity(name: string, { app, place }: FunctionAppArgs, parent: pulumi.Resource) {
  const { resourceGroupName, location, tags, names } = place;
  const resourceName = names.identity(app);
  return new UserAssignedIdentity(`${name}-identity`, { resourceName, resourceGroupName, location, tags }, { parent });
}

/**
 * Every Functions host owns the blobs of its account: locks, keys and its package live there, in containers that it creates
 * itself ("Connecting to host storage with an identity" in Microsoft's documentation names this role and this scope).
 */
function grantRoles(
  name: string,
  { identity, place, storage, monitoring, grants }: FunctionAppArgs & { identity: UserAssignedIdentity },
  parent: pulumi.Resource,
) {
  const host: Grant = { purpose: 'host', role: 'Storage Blob Data Owner', scope: storage.accountId };
  const all = [host, monitoring.publishing, ...grants];
  return grant(name, { identity, subscriptionId: place.subscriptionId, grants: all }, { parent });
}

function createPlan(name: string, { app, place }: FunctionAppArgs, parent: pulumi.Resource): AppServicePlan {
  const { resourceGroupName, location, tags, names } = place;
  return new AppServicePlan(
    `${name}-plan`,
    {
      name: names.plan(app),
      resourceGroupName,
      location,
      tags,
      kind: 'functionapp',
      sku: { name: 'FC1', tier: 'FlexConsumption' },
      reserved: true,
    },
    { parent },
  );
}

function refuseBasicAuthentication(
  name: string,
  { site, place }: { site: WebApp; place: Place },
  parent: pulumi.Resource,
): void {
  const args = { name: site.name, resourceGroupName: place.resourceGroupName, allow: false };
  new WebAppFtpAllowed(`${name}-ftp`, args, { parent });
  new WebAppScmAllowed(`${name}-scm`, args, { parent });
}
