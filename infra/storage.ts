import { BlobContainer, StorageAccount, Table } from '@pulumi/azure-native/storage';
import * as pulumi from '@pulumi/pulumi';
import type { AppName } from '../gateway';
import type { Place } from './place';
import type { Grant } from './roles';

interface StorageArgs {
  place: Place;
  app: AppName;
  /** Whether Pulumi refuses to delete the account and its tables. */
  protect: boolean;
}

/**
 * A function app's own account: its host's state, its package and its data. Not shared, so that no app can change another's
 * package, and as "Storage considerations for Azure Functions" in Microsoft's documentation advises. Reached by identity only.
 */
export class Storage extends pulumi.ComponentResource {
  readonly accountId: pulumi.Output<string>;
  readonly accountName: pulumi.Output<string>;
  readonly tableEndpoint: pulumi.Output<string>;
  /** URL of the container that holds the app's package. */
  readonly deploymentContainer: pulumi.Output<string>;

  constructor(
    private readonly name: string,
    private readonly args: StorageArgs,
    options?: pulumi.ComponentResourceOptions,
  ) {
    super('ramen:infra:Storage', name, {}, options);
    const account = createAccount(name, args, this);
    const container = new BlobContainer(
      `${name}-deployment`,
      {
        resourceGroupName: args.place.resourceGroupName,
        accountName: account.name,
        containerName: 'deployment',
        publicAccess: 'None',
      },
      { parent: this },
    );
    this.accountId = account.id;
    this.accountName = account.name;
    this.tableEndpoint = account.primaryEndpoints.table;
    this.deploymentContainer = pulumi.interpolate`${account.primaryEndpoints.blob}${container.name}`;
    this.registerOutputs();
  }

  /** Adds a table to the account. */
  createTable(tableName: string): Table {
    const { resourceGroupName } = this.args.place;
    return new Table(
      `${this.name}-${tableName}`,
      { resourceGroupName, accountName: this.accountName, tableName },
      { parent: this, protect: this.args.protect },
    );
  }

  /** Permission to create queues and to use them. */
  get queues(): Grant {
    return { purpose: 'use-queues', role: 'Storage Queue Data Contributor', scope: this.accountId };
  }

  /** Permission to read and write one table, and no other. */
  tableAccess({ name }: Table): Grant {
    const scope = pulumi.interpolate`${this.accountId}/tableServices/default/tables/${name}`;
    return { purpose: 'use-table', role: 'Storage Table Data Contributor', scope };
  }
}

function createAccount(name: string, { place, app, protect }: StorageArgs, parent: pulumi.Resource): StorageAccount {
  return new StorageAccount(
    name,
    {
      accountName: place.names.storageAccount(app),
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
    { parent, protect },
  );
}
