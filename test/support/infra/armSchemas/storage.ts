import { closed, flag, placed } from './shapes';

const redundancies = ['LRS', 'ZRS', 'GRS', 'GZRS', 'RAGRS', 'RAGZRS'];

const account = closed({
  ...placed,
  // The kind that has blobs, queues and tables.
  kind: { const: 'StorageV2' },
  sku: closed({ name: { enum: redundancies.map((redundancy) => `Standard_${redundancy}`) } }),
  properties: closed({
    allowSharedKeyAccess: flag,
    defaultToOAuthAuthentication: flag,
    allowBlobPublicAccess: flag,
    supportsHttpsTrafficOnly: flag,
    minimumTlsVersion: { enum: ['TLS1_2', 'TLS1_3'] },
  }),
});

export const storage = {
  'Microsoft.Storage/storageAccounts': account,
  'Microsoft.Storage/storageAccounts/blobServices/containers': closed({
    properties: closed({ publicAccess: { enum: ['Blob', 'Container', 'None'] } }),
  }),
  'Microsoft.Storage/storageAccounts/tableServices/tables': closed({}),
};
