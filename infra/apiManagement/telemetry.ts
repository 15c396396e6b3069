import { ApiDiagnostic, Logger } from '@pulumi/azure-native/apimanagement';
import { DiagnosticSetting } from '@pulumi/azure-native/monitor';
import type * as pulumi from '@pulumi/pulumi';
import type { Gateway } from '../../gateway/model';
import { subscriptionKeyQuery } from '../../gateway/outputs';
import type { Monitoring } from '../monitoring';
import type { PublishedApi } from './publishedApi';
import type { Service } from './service';

/** The way of the gateway's requests to Application Insights. Its credential is the identity, not a key. */
export function createLogger(service: Service, { connectionString, applicationInsightsId }: Monitoring): Logger {
  return new Logger(
    `${service.name}-application-insights`,
    {
      ...service.at,
      loggerId: 'application-insights',
      loggerType: 'applicationInsights',
      resourceId: applicationInsightsId,
      credentials: { connectionString, identityClientId: service.identity.clientId },
      isBuffered: true,
    },
    // API Management tries the credential when the logger is made.
    { ...service.options, dependsOn: [...service.granted] },
  );
}

/**
 * Requests of one API in Application Insights, without the keys in their URLs and without their bodies: to log one byte of
 * a response, the gateway holds the response back, and with it the event stream of an MCP server ("Expose and govern an
 * existing MCP server" in Microsoft's documentation).
 */
export function traceApi(
  service: Service,
  { apiName, resource }: PublishedApi<{ policy: string }, pulumi.Resource>,
  { logger, gateway }: { logger: Logger; gateway: Gateway },
): void {
  const nothing = { headers: [], body: { bytes: 0 } };
  const keys = [subscriptionKeyQuery, ...Object.values(gateway.restApis).map(({ key }) => key.query)];
  const request = { ...nothing, dataMasking: { queryParams: keys.map((value) => ({ value, mode: 'Hide' })) } };
  new ApiDiagnostic(
    `${service.name}-${apiName}-diagnostic`,
    {
      ...service.at,
      apiId: apiName,
      diagnosticId: 'applicationinsights',
      loggerId: logger.id,
      alwaysLog: 'allErrors',
      httpCorrelationProtocol: 'W3C',
      verbosity: 'information',
      sampling: { samplingType: 'fixed', percentage: 100 },
      frontend: { request, response: nothing },
      backend: { request, response: nothing },
    },
    { ...service.options, dependsOn: resource },
  );
}

/** All logs that the tier has, in tables of their own: ApiManagementGatewayLogs and ApiManagementGatewayMCPLog among them. */
export function keepLogs(service: Service, { workspaceId }: Monitoring): void {
  new DiagnosticSetting(
    `${service.name}-logs`,
    {
      name: 'logs',
      resourceUri: service.resource.id,
      workspaceId,
      logAnalyticsDestinationType: 'Dedicated',
      // By name, a category that the tier does not have is refused.
      logs: [{ categoryGroup: 'allLogs', enabled: true }],
      metrics: [{ category: 'AllMetrics', enabled: true }],
    },
    // Azure keeps it when the service goes, and gives it back to the next one of that name: it is deleted by itself.
    { parent: service.parent },
  );
}
