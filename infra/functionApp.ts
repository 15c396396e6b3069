import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import { AppServicePlan, WebApp, type WebAppArgs, WebAppFtpAllowed, WebAppScmAllowed } from '@pulumi/azure-native/web';
import type { input } from '@pulumi/azure-native/types';
import * as pulumi from '@pulumi/pulumi';
import type { AppName } from './gateway';
import type { Monitoring } from './monitoring';
import type { Place } from './place';
import { type Grant, grant } from './roles';
import type { Config } from './settings';
import type { Storage } from './storage';

export type AppSettings = Record<string, pulumi.Input<string>>;

interface FunctionAppArgs {
  app: AppName;
  place: Place;
  config: Pick<Config, 'nodeVersion' | 'instanceMemoryMB' | 'maximumInstanceCount' | 'functionAccess'>;
  storage: Storage;
  monitoring: Monitoring;
  /** What this app may do beyond what every Functions host needs. */
  grants: readonly Grant[];
  /** The app's own settings. */
  settings: (identity: UserAssignedIdentity) => AppSettings;
}

/** A Flex Consumption function app: a plan of its own (Azure allows one app on each), an identity and the site. */
export class FunctionApp extends pulumi.ComponentResource {
  readonly app: AppName;
  readonly siteName: pulumi.Output<string>;
  readonly tenantId: pulumi.Output<string>;
  /** `https://<host>`, without a trailing slash. */
  readonly origin: pulumi.Output<string>;

  constructor(name: string, args: FunctionAppArgs, options?: pulumi.ComponentResourceOptions) {
    super('ramen:infra:FunctionApp', name, {}, options);
    const identity = createIdentity(name, args, this);
    const granted = grantRoles(name, { ...args, identity }, this);
    const plan = createPlan(name, args, this);
    // The host wants its storage and its package at the first start, so the site waits until it may reach them.
    const site = createSite(name, siteArgs(args, { identity, plan }), { parent: this, dependsOn: granted });
    refuseBasicAuthentication(name, { site, place: args.place }, this);
    this.app = args.app;
    this.siteName = site.name;
    this.tenantId = identity.tenantId;
    this.origin = pulumi.interpolate`https://${site.defaultHostName}`;
    this.registerOutputs();
  }
}

function createIdentity(name: string, { app, place }: FunctionAppArgs, parent: pulumi.Resource) {
  const { resourceGroupName, location, tags, names } = place;
  const resourceName = names.identity(app);
  return new UserAssignedIdentity(`${name}-identity`, { resourceName, resourceGroupName, location, tags }, { parent });
}

/**
 * Every Functions host owns blobs of the account: locks, keys and its package live there, in containers that it creates
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

/**
 * The typed class adds defaults for other plans, `netFrameworkVersion` among them, which Flex Consumption refuses in some
 * regions (error 51021). This sends the site's configuration as it is written here.
 */
function createSite(name: string, args: WebAppArgs, options: pulumi.CustomResourceOptions): WebApp {
  return new WebApp(name, args, {
    ...options,
    transformations: [({ props, opts }) => ({ props: { ...props, siteConfig: args.siteConfig }, opts })],
  });
}

/**
 * Flex Consumption refuses, or ignores, most of what other plans are configured with: no `FUNCTIONS_*` or `WEBSITE_*`
 * settings, no `linuxFxVersion`, `alwaysOn` or `ftpsState` ("Deprecated properties and settings" of the plan's page).
 */
function siteArgs(
  args: FunctionAppArgs,
  { identity, plan }: { identity: UserAssignedIdentity; plan: AppServicePlan },
): WebAppArgs {
  const { app, place, config, storage } = args;
  const { resourceGroupName, location, tags, names } = place;
  return {
    name: names.site(app),
    resourceGroupName,
    location,
    // azd finds where to deploy a service by this tag.
    tags: { ...tags, 'azd-service-name': app },
    kind: 'functionapp,linux',
    serverFarmId: plan.id,
    httpsOnly: true,
    identity: { type: 'UserAssigned', userAssignedIdentities: [identity.id] },
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer',
          value: pulumi.interpolate`${storage.blobEndpoint}${storage.deploymentContainers[app].name}`,
          authentication: { type: 'UserAssignedIdentity', userAssignedIdentityResourceId: identity.id },
        },
      },
      runtime: { name: 'node', version: config.nodeVersion },
      scaleAndConcurrency: {
        instanceMemoryMB: config.instanceMemoryMB,
        maximumInstanceCount: config.maximumInstanceCount,
      },
      // The other strategy drops the requests in flight.
      siteUpdateStrategy: { type: 'RollingUpdate' },
    },
    siteConfig: {
      minTlsVersion: '1.2',
      appSettings: settingsOf(args, identity),
      ...accessRestrictions[config.functionAccess],
    },
  };
}

/**
 * A locked site is closed from the start and needs no gateway to exist for that; see functionAccess.ts for how the
 * gateway gets in. The deployment endpoint (SCM) stays reachable: azd deploys through it, with an Entra token.
 */
const accessRestrictions: Record<Config['functionAccess'], input.web.SiteConfigArgs> = {
  anonymous: { ipSecurityRestrictions: [], ipSecurityRestrictionsDefaultAction: 'Allow' },
  locked: {
    ipSecurityRestrictionsDefaultAction: 'Deny',
    scmIpSecurityRestrictionsUseMain: false,
    scmIpSecurityRestrictionsDefaultAction: 'Allow',
  },
};

function settingsOf({ storage, monitoring, settings }: FunctionAppArgs, identity: UserAssignedIdentity) {
  const all: AppSettings = {
    AzureWebJobsStorage__accountName: storage.accountName,
    AzureWebJobsStorage__credential: 'managedidentity',
    AzureWebJobsStorage__clientId: identity.clientId,
    APPLICATIONINSIGHTS_CONNECTION_STRING: monitoring.connectionString,
    APPLICATIONINSIGHTS_AUTHENTICATION_STRING: pulumi.interpolate`ClientId=${identity.clientId};Authorization=AAD`,
    ...settings(identity),
  };
  return Object.entries(all).map(([name, value]) => ({ name, value }));
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
