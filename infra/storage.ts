import { BlobContainer, StorageAccount, Table } from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import type { AppName } from '../gateway';
import type { Place } from './place';
import type { Grant } from './roles';

/** One account for both apps: their hosts' state, their packages, and the orders. Reached by identity only. */
export class Storage extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;
  readonly blobEndpoint: pulumi.Output<string>;
  readonly tableEndpoint: pulumi.Output<string>;
  readonly deploymentContainers: Record<AppName, BlobContainer>;
  readonly ordersTable: Table;

  constructor(name: string, { place }: { place: Place }, options?: pulumi.ComponentResourceOptions) {
    super('ramen:infra:Storage', name, {}, options);
    const account = createAccount(name, place, this);
    const inAccount = { resourceGroupName: place.resourceGroupName, accountName: account.name };
    const containerFor = (app: AppName) =>
      new BlobContainer(
        `${name}-deployment-${app}`,
        { ...inAccount, containerName: place.names.deploymentContainer(app), publicAccess: 'None' },
        { parent: this },
      );
    this.deploymentContainers = { menu: containerFor('menu'), orders: containerFor('orders') };
    this.ordersTable = new Table(`${name}-orders`, { ...inAccount, tableName: 'orders' }, { parent: this });
    this.accountId = account.id;
    this.accountName = account.name;
    this.blobEndpoint = account.primaryEndpoints.blob;
    this.tableEndpoint = account.primaryEndpoints.table;
    this.registerOutputs();
  }

  /** Permission to create queues and to use them. */
  get queues(): Grant {
    return { purpose: 'use-queues', role: 'Storage Queue Data Contributor', scope: this.accountId };
  }

  /** Permission to read and write the orders, and no other table. */
  get orders(): Grant {
    const scope = pulumi.interpolate`${this.accountId}/tableServices/default/tables/${this.ordersTable.name}`;
    return { purpose: 'use-orders', role: 'Storage Table Data Contributor', scope };
  }
}

function createAccount(name: string, place: Place, parent: pulumi.Resource): StorageAccount {
  return new StorageAccount(
    name,
    {
      accountName: place.names.storageAccount,
      resourceGroupName: place.resourceGroupName,
      location: place.location,
      tags: place.tags,
      kind: 'StorageV2',
      sku: { name: 'Standard_LRS' },
      allowSharedKeyAccess: false,
      defaultToOAuthAuthentication: true,
      allowBlobPublicAccess: false,
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: 'TLS1_2',
    },
    { parent },
  );
}
