import { closed, flag, idOf, placed } from './shapes';

const access = { enum: ['Disabled', 'Enabled'] };

const workspace = closed({
  ...placed,
  properties: closed({
    sku: closed({ name: { const: 'PerGB2018' } }),
    // "Log Analytics pricing": what this plan keeps for nothing, and the longest time.
    retentionInDays: { type: 'integer', minimum: 30, maximum: 730 },
  }),
});

const component = closed({
  ...placed,
  kind: { const: 'web' },
  properties: closed({
    Application_Type: { enum: ['other', 'web'] },
    Flow_Type: { const: 'Bluefield' },
    Request_Source: { const: 'rest' },
    IngestionMode: { const: 'LogAnalytics' },
    WorkspaceResourceId: idOf('Microsoft.OperationalInsights/workspaces'),
    DisableLocalAuth: flag,
    publicNetworkAccessForIngestion: access,
    publicNetworkAccessForQuery: access,
  }),
});

/** Logs by their group only: not every tier of API Management has each category, and one that it lacks is refused. */
const diagnosticSetting = closed({
  workspaceId: idOf('Microsoft.OperationalInsights/workspaces'),
  logAnalyticsDestinationType: { const: 'Dedicated' },
  logs: { type: 'array', items: closed({ categoryGroup: { enum: ['allLogs', 'audit'] }, enabled: flag }) },
  metrics: { type: 'array', items: closed({ category: { const: 'AllMetrics' }, enabled: flag }) },
});

export const monitoring = {
  'Microsoft.OperationalInsights/workspaces': workspace,
  'Microsoft.Insights/components': component,
  'Microsoft.Insights/diagnosticSettings': closed({ properties: diagnosticSetting }),
};
