/** A resource type as ARM knows it: what a Pulumi token stands for. */
interface ArmType {
  type: string;
  apiVersion: string;
  /** Where each segment of the id takes its name from: an input, or `=` and the name itself. */
  names: readonly string[];
  /** For a resource that hangs on another one: the input that holds the other one's id. */
  scope?: string;
}

const apim = 'Microsoft.ApiManagement/service';
const [apimVersion, storageVersion, webVersion] = ['2024-05-01', '2024-01-01', '2025-05-01'] as const;

/** The types this stack uses, at the versions that @pulumi/azure-native 3.28.0 speaks for them. */
export const armTypes: Readonly<Record<string, ArmType>> = {
  'resources:ResourceGroup': {
    type: 'Microsoft.Resources/resourceGroups',
    apiVersion: '2024-03-01',
    names: ['resourceGroupName'],
  },
  'resources:Deployment': {
    type: 'Microsoft.Resources/deployments',
    apiVersion: '2024-03-01',
    names: ['deploymentName'],
  },
  'storage:StorageAccount': {
    type: 'Microsoft.Storage/storageAccounts',
    apiVersion: storageVersion,
    names: ['accountName'],
  },
  'storage:BlobContainer': {
    type: 'Microsoft.Storage/storageAccounts/blobServices/containers',
    apiVersion: storageVersion,
    names: ['accountName', '=default', 'containerName'],
  },
  'storage:Table': {
    type: 'Microsoft.Storage/storageAccounts/tableServices/tables',
    apiVersion: storageVersion,
    names: ['accountName', '=default', 'tableName'],
  },
  'operationalinsights:Workspace': {
    type: 'Microsoft.OperationalInsights/workspaces',
    apiVersion: '2023-09-01',
    names: ['workspaceName'],
  },
  'applicationinsights:Component': {
    type: 'Microsoft.Insights/components',
    apiVersion: '2020-02-02',
    names: ['resourceName'],
  },
  'managedidentity:UserAssignedIdentity': {
    type: 'Microsoft.ManagedIdentity/userAssignedIdentities',
    apiVersion: '2023-01-31',
    names: ['resourceName'],
  },
  'authorization:RoleAssignment': {
    type: 'Microsoft.Authorization/roleAssignments',
    apiVersion: '2022-04-01',
    names: ['roleAssignmentName'],
    scope: 'scope',
  },
  'monitor:DiagnosticSetting': {
    type: 'Microsoft.Insights/diagnosticSettings',
    apiVersion: '2021-05-01-preview',
    names: ['name'],
    scope: 'resourceUri',
  },
  'web:AppServicePlan': { type: 'Microsoft.Web/serverfarms', apiVersion: webVersion, names: ['name'] },
  'web:WebApp': { type: 'Microsoft.Web/sites', apiVersion: webVersion, names: ['name'] },
  'web:WebAppFtpAllowed': {
    type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
    apiVersion: webVersion,
    names: ['name', '=ftp'],
  },
  'web:WebAppScmAllowed': {
    type: 'Microsoft.Web/sites/basicPublishingCredentialsPolicies',
    apiVersion: webVersion,
    names: ['name', '=scm'],
  },
  'apimanagement:ApiManagementService': { type: apim, apiVersion: apimVersion, names: ['serviceName'] },
  ...apimTypes({
    Logger: ['loggers', 'loggerId'],
    Backend: ['backends', 'backendId'],
    NamedValue: ['namedValues', 'namedValueId'],
    Product: ['products', 'productId'],
    Subscription: ['subscriptions', 'sid'],
    Api: ['apis', 'apiId'],
    ApiPolicy: ['apis/policies', 'apiId', 'policyId'],
    ApiDiagnostic: ['apis/diagnostics', 'apiId', 'diagnosticId'],
  }),
};

function apimTypes(rows: Record<string, [path: string, ...names: string[]]>): Record<string, ArmType> {
  const types = Object.entries(rows).map(([token, [path, ...names]]) => [
    `apimanagement:${token}`,
    { type: `${apim}/${path}`, apiVersion: apimVersion, names: ['serviceName', ...names] },
  ]);
  return Object.fromEntries(types) as Record<string, ArmType>;
}
