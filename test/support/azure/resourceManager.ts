import { armTypes } from '../../../infra/plan/armTypes';
import { type Properties, toProperties } from '../../../infra/plan/predictedAzure';
import type { StandInAzure } from '../engine/standInAzure';
import { type Answer, ok, type Part, refusal, type Request } from './exchange';
import { tenant } from './tokens';

const host = 'management.azure.com';

/** A kind of requests: its method, its path, and what ARM says. Names in paths have no case in ARM. */
interface Route {
  method: 'GET' | 'DELETE';
  path: RegExp;
  answer: (request: Request, names: readonly string[]) => Answer | undefined;
}

/** Azure Resource Manager for whoever asks it over HTTP: it shows what the engine's {@link StandInAzure} has. */
export function resourceManager(azure: StandInAzure, subscriptionId: string): Part {
  const routes = [...accountRoutes(subscriptionId), ...resourceRoutes(azure), ...deletedServiceRoutes(azure)];
  return (request) => {
    if (request.host !== host) return undefined;
    for (const { method, path, answer } of routes) {
      const names = method === request.method ? path.exec(request.path) : null;
      if (names) return answer(request, names.slice(1));
    }
    return undefined;
  };
}

function accountRoutes(subscriptionId: string): Route[] {
  const subscription = {
    id: `/subscriptions/${subscriptionId}`,
    subscriptionId,
    tenantId: tenant,
    displayName: 'Noodles',
    state: 'Enabled',
  };
  const places = [
    ['japaneast', 'Japan East'],
    ['westus', 'West US'],
  ];
  return [
    get(/^\/tenants$/, () => ok({ value: [{ id: `/tenants/${tenant}`, tenantId: tenant, displayName: 'Kitchen' }] })),
    get(/^\/subscriptions$/, () => ok({ value: [subscription] })),
    get(/^\/subscriptions\/[^/]+$/, () => ok(subscription)),
    get(/^\/subscriptions\/[^/]+\/locations$/, () =>
      ok({
        value: places.map(([name, displayName]) => ({
          id: `${subscription.id}/locations/${name ?? ''}`,
          name,
          displayName,
          regionalDisplayName: displayName,
          metadata: { regionType: 'Physical' },
        })),
      }),
    ),
  ];
}

function resourceRoutes(azure: StandInAzure): Route[] {
  const shown = () =>
    [...azure.resources].map(([id, { token, inputs, outputs }]) => show(id, token, { ...inputs, ...outputs }));
  const find = (path: string) => {
    const found = shown().find(({ id }) => id.toLowerCase() === path.toLowerCase());
    return found ? ok(found) : refusal(404, 'ResourceNotFound', `There is no ${path}.`);
  };
  return [
    get(/^\/subscriptions\/[^/]+\/resourcegroups$/i, ({ query }) =>
      ok({ value: shown().filter(isGroup).filter(filterOf(query)) }),
    ),
    get(/^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)\/resources$/i, ({ query }, [group = '']) =>
      ok({
        value: shown()
          .filter(({ id }) => id.toLowerCase().startsWith(`${group}/providers/`.toLowerCase()))
          // The names of resources inside of others are no names of their own.
          .filter(({ type }) => type.split('/').length === 2)
          .filter(filterOf(query)),
      }),
    ),
    get(/^(\/subscriptions\/[^/]+\/resourcegroups\/[^/]+)$/i, ({ path }) => find(path)),
    get(/^(\/.*\/providers\/Microsoft\.Web\/(?:sites|serverfarms)\/[^/]+)$/i, ({ path }) => find(path)),
  ];
}

/** What a deleted API Management service leaves behind for 48 hours, and how it goes for good. */
function deletedServiceRoutes({ softDeleted }: StandInAzure): Route[] {
  const path =
    /^\/subscriptions\/[^/]+\/providers\/Microsoft\.ApiManagement\/locations\/([^/]+)\/deletedservices\/([^/]+)$/i;
  const unknown = (name: string) => refusal(404, 'ServiceNotFound', `Api service does not exist: ${name}`);
  const known = ([location = '', name = '']: readonly string[]) => softDeleted.get(name) === location;
  return [
    get(path, (_, names) => (known(names) ? ok({ name: names[1], location: names[0] }) : unknown(names[1] ?? ''))),
    {
      method: 'DELETE',
      path,
      answer(_, names) {
        if (!known(names)) return unknown(names[1] ?? '');
        softDeleted.delete(names[1] ?? '');
        return { status: 200 };
      },
    },
  ];
}

function get(path: RegExp, answer: Route['answer']): Route {
  return { method: 'GET', path, answer };
}

type Shown = ReturnType<typeof show>;

/** A resource as ARM shows it, as far as azd looks. */
function show(id: string, token: string, properties: Properties) {
  const { location, tags, kind, sku, serverFarmId, defaultHostName } = properties;
  const name = id.slice(id.lastIndexOf('/') + 1);
  const hostNameSslStates = [
    { name: defaultHostName, hostType: 'Standard' },
    { name: `${name}.scm.azurewebsites.net`, hostType: 'Repository' },
  ];
  const type = armTypes[token]?.type ?? token;
  const site =
    defaultHostName === undefined ? {} : { serverFarmId, defaultHostName, hostNameSslStates, siteConfig: {} };
  return { id, name, type, location, tags, kind, sku, properties: { provisioningState: 'Succeeded', ...site } };
}

function isGroup({ type }: Shown): boolean {
  return type === 'Microsoft.Resources/resourceGroups';
}

/** The two forms of `$filter` that azd writes: of a tag, and of a name. */
function filterOf(query: URLSearchParams): (shown: Shown) => boolean {
  const filter = query.get('$filter') ?? '';
  const [, tag, value] = /^tagName eq '([^']*)' and tagValue eq '([^']*)'$/.exec(filter) ?? [];
  if (tag !== undefined) return ({ tags }) => toProperties(tags)[tag] === value;
  const [, name] = /^name eq '([^']*)'$/.exec(filter) ?? [];
  if (name !== undefined) return (shown) => shown.name === name;
  if (filter !== '') throw new Error(`The stand-in does not know the filter ${filter}.`);
  return () => true;
}
