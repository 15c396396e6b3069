import * as proto from '@pulumi/pulumi/proto/provider_pb';
import type { ResourceProviderClient } from '@pulumi/pulumi/proto/provider_grpc_pb';
import { Empty } from 'google-protobuf/google/protobuf/empty_pb';
import { PluginAttach, type PluginInfo } from '@pulumi/pulumi/proto/plugin_pb';
import { ask, connect, type RunningServer } from '../support/engine/grpc';
import { StandInAzure } from '../support/engine/standInAzure';
import { fromStruct, startProvider, toStruct } from '../support/engine/standInProvider';
import { SUBSCRIPTION } from '../support/infra/program';

const { DIFF_NONE, DIFF_SOME } = proto.DiffResponse.DiffChanges;

/** The URN of a resource called `it`. */
function urn(type: string): string {
  return `urn:pulumi:dev::ramen-gateway::ramen:infra:Storage$azure-native:${type}::it`;
}

const group = { urn: urn('resources:ResourceGroup'), inputs: { resourceGroupName: 'rg', location: 'japaneast' } };
const account = {
  urn: urn('storage:StorageAccount'),
  inputs: { resourceGroupName: 'rg', accountName: 'account', location: 'japaneast' },
};
const service = {
  urn: urn('apimanagement:ApiManagementService'),
  inputs: { resourceGroupName: 'rg', serviceName: 'gateway', location: 'japaneast' },
};
const inService = { resourceGroupName: 'rg', serviceName: 'gateway' };
const api = { urn: urn('apimanagement:Api'), inputs: { ...inService, apiId: 'orders' } };

/** A deployment whose template makes one resource: an MCP server, if nothing else is said. */
function deploying(properties: object, type = 'Microsoft.ApiManagement/service/apis', name = 'gateway/orders-mcp') {
  const template = { resources: [{ type, apiVersion: '1', name, properties }] };
  return {
    urn: urn('resources:Deployment'),
    inputs: { resourceGroupName: 'rg', deploymentName: 'mcp-servers', properties: { template } },
  };
}

describe('the stand-in for the azure-native provider', () => {
  let azure: StandInAzure;
  let server: RunningServer;
  let client: ResourceProviderClient;

  beforeEach(async () => {
    azure = new StandInAzure(SUBSCRIPTION);
    server = await startProvider(azure);
    client = connect(server.address);
  });

  afterEach(() => {
    client.close();
    server.stop();
  });

  async function create(resource: { urn: string; inputs: Record<string, unknown> }) {
    const request = new proto.CreateRequest().setUrn(resource.urn).setProperties(toStruct(resource.inputs));
    return ask<proto.CreateRequest, proto.CreateResponse>(client.create.bind(client), request);
  }

  function remove(id: string) {
    return ask<proto.DeleteRequest, Empty>(client.delete.bind(client), new proto.DeleteRequest().setId(id));
  }

  it('lets the engine attach to it and tells its version', async () => {
    await ask<PluginAttach, Empty>(client.attach.bind(client), new PluginAttach().setAddress('127.0.0.1:1'));
    const info = await ask<Empty, PluginInfo>(client.getPluginInfo.bind(client), new Empty());

    expect(info.getVersion()).toBe('3.28.0');
  });

  it('takes any configuration and takes part in previews', async () => {
    const news = toStruct({ subscriptionId: SUBSCRIPTION });
    const checked = await ask<proto.CheckRequest, proto.CheckResponse>(
      client.checkConfig.bind(client),
      new proto.CheckRequest().setNews(news),
    );
    const configured = await ask<proto.ConfigureRequest, proto.ConfigureResponse>(
      client.configure.bind(client),
      new proto.ConfigureRequest().setArgs(news),
    );

    expect(fromStruct(checked.getInputs())).toEqual({ subscriptionId: SUBSCRIPTION });
    expect(configured.getSupportspreview()).toBe(true);
  });

  it('refuses inputs that ARM would refuse', async () => {
    const news = toStruct({ ...inService, backendId: 'menu', protocol: 'http', url: 'http://plain' });

    const checked = await ask<proto.CheckRequest, proto.CheckResponse>(
      client.check.bind(client),
      new proto.CheckRequest().setUrn(urn('apimanagement:Backend')).setNews(news),
    );

    expect(checked.getFailuresList().map((failure) => failure.getReason())).toEqual([
      expect.stringContaining("must have required property 'tls'"),
      expect.stringContaining('/properties/url must match pattern'),
    ]);
  });

  it.each([
    { change: 'nothing', inputs: {}, changes: DIFF_NONE, replaces: [] },
    { change: 'a property', inputs: { kind: 'StorageV2' }, changes: DIFF_SOME, replaces: [] },
    { change: 'the name', inputs: { accountName: 'other' }, changes: DIFF_SOME, replaces: ['accountName'] },
  ])('tells what a change of $change means', async ({ inputs, changes, replaces }) => {
    const request = new proto.DiffRequest()
      .setUrn(account.urn)
      .setOldInputs(toStruct(account.inputs))
      .setNews(toStruct({ ...account.inputs, ...inputs }));

    const diff = await ask<proto.DiffRequest, proto.DiffResponse>(client.diff.bind(client), request);

    expect(diff.getChanges()).toBe(changes);
    expect(diff.getReplacesList()).toEqual(replaces);
  });

  it('creates, reads, changes and deletes', async () => {
    await create(group);
    const id = (await create(account)).getId();
    await ask<proto.UpdateRequest, proto.UpdateResponse>(
      client.update.bind(client),
      new proto.UpdateRequest().setId(id).setNews(toStruct({ ...account.inputs, kind: 'StorageV2' })),
    );
    const read = await ask<proto.ReadRequest, proto.ReadResponse>(
      client.read.bind(client),
      new proto.ReadRequest().setId(id),
    );
    await remove(id);

    expect(id).toBe(
      `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg/providers/Microsoft.Storage/storageAccounts/account`,
    );
    expect(fromStruct(read.getProperties())).toMatchObject({
      kind: 'StorageV2',
      primaryEndpoints: { table: 'https://account.table.core.windows.net/' },
    });
    await expect(remove(id)).resolves.toBeInstanceOf(Empty);
  });

  it('refuses to create what exists', async () => {
    await create(group);

    await expect(create(group)).rejects.toThrow(/cannot create already existing resource '.*\/resourceGroups\/rg'/);
  });

  it('refuses a second role assignment for the same principal, role and scope', async () => {
    await create(group);
    const inputs = {
      principalId: 'p',
      roleDefinitionId: 'r',
      scope: `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`,
    };
    const assign = (roleAssignmentName: string) =>
      create({ urn: urn('authorization:RoleAssignment'), inputs: { ...inputs, roleAssignmentName } });
    await assign('one');

    await expect(assign('another')).rejects.toThrow('RoleAssignmentExists');
  });

  it.each([
    { path: 'service/gateway', type: 'apis', refused: true },
    { path: 'service/gateway/products/agents', type: 'apiLinks', refused: true },
    { path: '', type: 'service', refused: false },
  ])('looks in a version of its own for a generic $type in "$path", refused: $refused', async (generic) => {
    await create(group);
    await create(service);
    const inputs = {
      resourceGroupName: 'rg',
      resourceProviderNamespace: 'Microsoft.ApiManagement',
      parentResourcePath: generic.path,
      resourceType: generic.type,
      resourceName: 'it',
      apiVersion: '2024-06-01-preview',
    };

    const failure = await create({ urn: urn('resources:Resource'), inputs }).catch(String);

    const refusal = /cannot check existence of resource '.*\/it': status code 400, .*NoRegisteredProviderFound/;
    expect(refusal.test(String(failure))).toBe(generic.refused);
  });

  it('refuses to create what lives in something that does not exist', async () => {
    await expect(create(account)).rejects.toThrow(/needs .*\/resourceGroups\/rg, which does not exist/);
  });

  it('refuses a policy that names a value which does not exist', async () => {
    await create(group);
    await create(service);
    await create(api);
    const inputs = { ...api.inputs, policyId: 'policy', format: 'rawxml', value: '<policies>{{limit}}</policies>' };

    await expect(create({ urn: urn('apimanagement:ApiPolicy'), inputs })).rejects.toThrow(
      /needs .*\/namedValues\/limit/,
    );
  });

  it('refuses to delete what something refers to that a deployment left behind', async () => {
    await create(group);
    const serviceId = (await create(service)).getId();
    const apiId = (await create(api)).getId();
    const deploymentId = (
      await create(deploying({ mcpTools: [{ operationId: `${apiId}/operations/getOrder` }] }))
    ).getId();

    await remove(deploymentId);

    await expect(remove(apiId)).rejects.toThrow(/cannot go: .*\/apis\/orders-mcp needs it/);
    await remove(`${serviceId}/apis/orders-mcp`);
    await expect(remove(apiId)).resolves.toBeInstanceOf(Empty);
  });

  it('refuses to delete what something refers to', async () => {
    await create(group);
    await create(service);
    const scope = (await create(api)).getId();
    await create({ urn: urn('apimanagement:Subscription'), inputs: { ...inService, sid: 'agents', scope } });

    await expect(remove(scope)).rejects.toThrow(/cannot go: .*\/subscriptions\/agents needs it/);
  });

  it('refuses a deployment that makes something whose backend does not exist', async () => {
    await create(group);
    await create(service);

    await expect(create(deploying({ backendId: 'menu' }))).rejects.toThrow(/needs .*\/backends\/menu/);
  });

  it('shows a site with the configuration that a deployment gave it', async () => {
    await create(group);
    const site = { name: 'menu', resourceGroupName: 'rg', siteConfig: { minTlsVersion: '1.2' } };
    const id = (await create({ urn: urn('web:WebApp'), inputs: site })).getId();

    await create(deploying({ ipSecurityRestrictionsDefaultAction: 'Deny' }, 'Microsoft.Web/sites/config', 'menu/web'));

    const read = await ask<proto.ReadRequest, proto.ReadResponse>(
      client.read.bind(client),
      new proto.ReadRequest().setId(id),
    );
    expect(fromStruct(read.getInputs()).siteConfig).toEqual({
      minTlsVersion: '1.2',
      ipSecurityRestrictionsDefaultAction: 'Deny',
    });
  });

  it('deletes what lives in something along with it', async () => {
    const groupId = (await create(group)).getId();
    await create(service);
    await create(api);

    await remove(groupId);

    expect(azure.resources.size).toBe(0);
  });

  it('gives out the keys of subscriptions that exist', async () => {
    await create(group);
    await create(service);
    const args = { ...inService, sid: 'agents' };
    const request = new proto.InvokeRequest()
      .setTok('azure-native:apimanagement:listSubscriptionSecrets')
      .setArgs(toStruct(args));
    const invoke = () => ask<proto.InvokeRequest, proto.InvokeResponse>(client.invoke.bind(client), request);

    await expect(invoke()).rejects.toThrow('subscriptions/agents does not exist');
    await create({ urn: urn('apimanagement:Subscription'), inputs: args });

    expect(fromStruct((await invoke()).getReturn())).toEqual({
      primaryKey: expect.stringMatching(/^[0-9a-f]{32}$/),
      secondaryKey: expect.stringMatching(/^[0-9a-f]{32}$/),
    });
  });
});
