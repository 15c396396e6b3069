import { Component } from '@pulumi/azure-native/applicationinsights';
import { Workspace } from '@pulumi/azure-native/operationalinsights';
import * as pulumi from '@pulumi/pulumi';
import type { Place } from './place';
import type { Grant } from './roles';

/** One workspace for all logs, and Application Insights on top of it. Telemetry is accepted from identities only. */
export class Monitoring extends pulumi.ComponentResource {
  readonly workspaceId: pulumi.Output<string>;
  readonly applicationInsightsId: pulumi.Output<string>;
  readonly connectionString: pulumi.Output<string>;

  constructor(name: string, { place }: { place: Place }, options?: pulumi.ComponentResourceOptions) {
    super('ramen:infra:Monitoring', name, {}, options);
    const { resourceGroupName, location, tags, names } = place;
    const workspace = new Workspace(
      `${name}-workspace`,
      {
        workspaceName: names.workspace,
        resourceGroupName,
        location,
        tags,
        sku: { name: 'PerGB2018' },
        retentionInDays: 30,
      },
      { parent: this },
    );
    const component = new Component(
      `${name}-application-insights`,
      {
        resourceName: names.applicationInsights,
        resourceGroupName,
        location,
        tags,
        kind: 'web',
        applicationType: 'web',
        ingestionMode: 'LogAnalytics',
        workspaceResourceId: workspace.id,
        disableLocalAuth: true,
      },
      // Nobody can write with the key in them, but a key has no business in a state file.
      { parent: this, additionalSecretOutputs: ['connectionString', 'instrumentationKey'] },
    );
    this.workspaceId = workspace.id;
    this.applicationInsightsId = component.id;
    this.connectionString = pulumi.secret(component.connectionString);
    this.registerOutputs();
  }

  /** Permission to send telemetry. */
  get publishing(): Grant {
    return { purpose: 'send-telemetry', role: 'Monitoring Metrics Publisher', scope: this.applicationInsightsId };
  }
}
