import { ApiManagementService } from '@pulumi/azure-native/apimanagement';
import type { RoleAssignment } from '@pulumi/azure-native/authorization';
import { UserAssignedIdentity } from '@pulumi/azure-native/managedidentity';
import type * as pulumi from '@pulumi/pulumi';
import type { Config } from '../config/settings';
import type { Monitoring } from '../monitoring';
import type { Place } from '../place';
import { grant } from '../roles';

/** Classic tiers take three quarters of an hour, and longer on a bad day. */
const PATIENCE = { create: '2h', update: '2h', delete: '2h' };

/** An API Management service, as everything inside it sees it. */
export interface Service {
  /** Logical name, with which the names of its children start. */
  name: string;
  resource: ApiManagementService;
  /** Where its children are. */
  at: { resourceGroupName: pulumi.Output<string>; serviceName: pulumi.Output<string> };
  /** The component that it is part of, and its children with it. */
  parent: pulumi.Resource;
  /** For its children, which Azure deletes with it. */
  options: { parent: pulumi.Resource; deletedWith: pulumi.Resource };
  identity: UserAssignedIdentity;
  granted: readonly RoleAssignment[];
}

interface ServiceArgs {
  place: Place;
  config: Pick<Config, 'sku' | 'capacity' | 'publisherEmail' | 'publisherName'>;
  monitoring: Monitoring;
}

/** The service, with an identity that is granted its role while the service is still being created. */
export function createService(
  name: string,
  { place, config, monitoring }: ServiceArgs,
  parent: pulumi.Resource,
): Service {
  const { resourceGroupName, location, tags, names, subscriptionId } = place;
  const identity = new UserAssignedIdentity(
    `${name}-identity`,
    { resourceName: names.apiManagementIdentity, resourceGroupName, location, tags },
    { parent },
  );
  const resource = new ApiManagementService(
    name,
    {
      serviceName: names.apiManagement,
      resourceGroupName,
      location,
      tags,
      sku: { name: config.sku, capacity: config.capacity },
      publisherEmail: config.publisherEmail,
      publisherName: config.publisherName,
      identity: { type: 'UserAssigned', userAssignedIdentities: identity.id.apply((id) => ({ [id]: {} })) },
      developerPortalStatus: 'Disabled',
      legacyPortalStatus: 'Disabled',
    },
    { parent, customTimeouts: PATIENCE, transformations: [withoutClientCertificates] },
  );
  return {
    name,
    resource,
    at: { resourceGroupName, serviceName: resource.name },
    parent,
    options: { parent, deletedWith: resource },
    identity,
    granted: grant(name, { identity, subscriptionId, grants: [monitoring.publishing] }, { parent }),
  };
}

/**
 * The class says of client certificates that they are off; the classic tiers, which have none to switch, refuse to be told
 * (EnableClientCertificateCannotBeChangedForSku, see pulumi/pulumi-azure-native#1741).
 */
function withoutClientCertificates({ props, opts }: pulumi.ResourceTransformationArgs) {
  return { props: { ...props, enableClientCertificate: undefined }, opts };
}
