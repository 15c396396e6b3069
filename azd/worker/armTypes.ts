/** A type of azure-native's that azd shows in its table of changes. */
interface Listed {
  /** As azd spells it: it compares with care for capitals. */
  type: string;
  /** The input with the resource's name in Azure. */
  name: string;
}

/** What azd has a name for (Azure/azure-dev, `cli/azd/pkg/azapi/azure_resource_types.go`), by azure-native's tokens. */
export const armTypes: Readonly<Record<string, Listed | undefined>> = {
  'apimanagement:ApiManagementService': { type: 'Microsoft.ApiManagement/service', name: 'serviceName' },
  'app:ContainerApp': { type: 'Microsoft.App/containerApps', name: 'containerAppName' },
  'app:Job': { type: 'Microsoft.App/jobs', name: 'jobName' },
  'app:ManagedEnvironment': { type: 'Microsoft.App/managedEnvironments', name: 'environmentName' },
  'applicationinsights:Component': { type: 'Microsoft.Insights/components', name: 'resourceName' },
  'automation:AutomationAccount': { type: 'Microsoft.Automation/automationAccounts', name: 'automationAccountName' },
  'cdn:Profile': { type: 'Microsoft.Cdn/profiles', name: 'profileName' },
  'cognitiveservices:Account': { type: 'Microsoft.CognitiveServices/accounts', name: 'accountName' },
  'cognitiveservices:Deployment': { type: 'Microsoft.CognitiveServices/accounts/deployments', name: 'deploymentName' },
  'cognitiveservices:Project': { type: 'Microsoft.CognitiveServices/accounts/projects', name: 'projectName' },
  'containerregistry:Registry': { type: 'Microsoft.ContainerRegistry/registries', name: 'registryName' },
  'containerservice:AgentPool': {
    type: 'Microsoft.ContainerService/managedClusters/agentPools',
    name: 'agentPoolName',
  },
  'containerservice:ManagedCluster': { type: 'Microsoft.ContainerService/managedClusters', name: 'resourceName' },
  'cosmosdb:DatabaseAccount': { type: 'Microsoft.DocumentDB/databaseAccounts', name: 'accountName' },
  'dbformysql:Server': { type: 'Microsoft.DBforMySQL/flexibleServers', name: 'serverName' },
  'dbforpostgresql:Server': { type: 'Microsoft.DBforPostgreSQL/flexibleServers', name: 'serverName' },
  'devcenter:DevCenter': { type: 'Microsoft.DevCenter/devcenters', name: 'devCenterName' },
  'devcenter:Project': { type: 'Microsoft.DevCenter/projects', name: 'projectName' },
  'eventhub:Namespace': { type: 'Microsoft.EventHub/namespaces', name: 'namespaceName' },
  'keyvault:ManagedHsm': { type: 'Microsoft.KeyVault/managedHSMs', name: 'name' },
  'keyvault:Vault': { type: 'Microsoft.KeyVault/vaults', name: 'vaultName' },
  'loadtestservice:LoadTest': { type: 'Microsoft.LoadTestService/loadTests', name: 'loadTestName' },
  'machinelearningservices:OnlineEndpoint': {
    type: 'Microsoft.MachineLearningServices/workspaces/onlineEndpoints',
    name: 'endpointName',
  },
  'machinelearningservices:Workspace': {
    type: 'Microsoft.MachineLearningServices/workspaces',
    name: 'workspaceName',
  },
  'mongocluster:MongoCluster': { type: 'Microsoft.DocumentDB/mongoClusters', name: 'mongoClusterName' },
  'network:PrivateEndpoint': { type: 'Microsoft.Network/privateEndpoints', name: 'privateEndpointName' },
  'network:VirtualNetwork': { type: 'Microsoft.Network/virtualNetworks', name: 'virtualNetworkName' },
  'operationalinsights:Workspace': { type: 'Microsoft.OperationalInsights/workspaces', name: 'workspaceName' },
  'portal:Dashboard': { type: 'Microsoft.Portal/dashboards', name: 'dashboardName' },
  'redis:Redis': { type: 'Microsoft.Cache/redis', name: 'name' },
  'redisenterprise:RedisEnterprise': { type: 'Microsoft.Cache/redisEnterprise', name: 'clusterName' },
  'resources:ResourceGroup': { type: 'Microsoft.Resources/resourceGroups', name: 'resourceGroupName' },
  'search:Service': { type: 'Microsoft.Search/searchServices', name: 'searchServiceName' },
  'servicebus:Namespace': { type: 'Microsoft.ServiceBus/namespaces', name: 'namespaceName' },
  'sql:Server': { type: 'Microsoft.Sql/servers', name: 'serverName' },
  'storage:StorageAccount': { type: 'Microsoft.Storage/storageAccounts', name: 'accountName' },
  'videoindexer:Account': { type: 'Microsoft.VideoIndexer/accounts', name: 'accountName' },
  'web:AppServicePlan': { type: 'Microsoft.Web/serverfarms', name: 'name' },
  'web:StaticSite': { type: 'Microsoft.Web/staticSites', name: 'name' },
  'web:WebApp': { type: 'Microsoft.Web/sites', name: 'name' },
};
