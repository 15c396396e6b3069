import { createHash } from 'node:crypto';
import type { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import type { input } from '@pulumi/azure-native/types';
import { type AppServicePlan, WebApp, type WebAppArgs } from '@pulumi/azure-native/web';
import * as pulumi from '@pulumi/pulumi';
import type { AppName } from '../../gateway';
import type { Config } from '../config/settings';
import type { Monitoring } from '../monitoring';
import type { Place } from '../place';
import type { Grant } from '../roles';
import type { Storage } from '../storage';

type AppSettings = Record<string, pulumi.Input<string>>;

export interface FunctionAppArgs {
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

interface FunctionSiteArgs extends FunctionAppArgs {
  identity: UserAssignedIdentity;
  plan: AppServicePlan;
}

/**
 * The typed class adds defaults for other plans, `netFrameworkVersion` among them, which Flex Consumption refuses in some
 * regions (error 51021). This sends the site's configuration as it is written here.
 */
export function createSite(
  name: string,
  args: FunctionSiteArgs,
  options: pulumi.CustomResourceOptions,
): { site: WebApp; digest: pulumi.Output<string> } {
  const [description, siteConfig] = [describe(args), configure(args)];
  const site = new WebApp(
    name,
    { ...description, siteConfig },
    {
      ...options,
      // They are for access.ts to say; a refresh finds them here.
      ignoreChanges: ['siteConfig.ipSecurityRestrictions'],
      transformations: [({ props, opts }) => ({ props: { ...props, siteConfig }, opts })],
    },
  );
  // The secrets in it cannot be found out from it.
  const digest = pulumi.unsecret(pulumi.output({ ...description, siteConfig }).apply(digestOf));
  return { site, digest };
}

function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex');
}

function describe({ app, place, config, storage, identity, plan }: FunctionSiteArgs): WebAppArgs {
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
          value: storage.deploymentContainer,
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
  };
}

/**
 * Flex Consumption refuses, or ignores, most of what other plans are configured with: no `FUNCTIONS_*` or `WEBSITE_*`
 * settings, no `linuxFxVersion`, `alwaysOn` or `ftpsState` ("Deprecated properties and settings" of the plan's page).
 */
function configure(args: FunctionSiteArgs): input.web.SiteConfigArgs {
  return {
    minTlsVersion: '1.2',
    appSettings: settingsOf(args),
    ...accessRestrictions[args.config.functionAccess],
  };
}

const reachable: input.web.SiteConfigArgs = { ipSecurityRestrictionsDefaultAction: 'Allow' };

/**
 * A locked site is closed from the start and needs no gateway to exist for that; see access.ts for how the
 * gateway gets in. The deployment endpoint (SCM) stays reachable: azd deploys through it, with an Entra token.
 */
export const accessRestrictions: Record<Config['functionAccess'], input.web.SiteConfigArgs> = {
  gateway: reachable,
  anonymous: reachable,
  locked: {
    ipSecurityRestrictionsDefaultAction: 'Deny',
    scmIpSecurityRestrictionsUseMain: false,
    scmIpSecurityRestrictionsDefaultAction: 'Allow',
  },
};

function settingsOf({ storage, monitoring, settings, identity }: FunctionSiteArgs) {
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
