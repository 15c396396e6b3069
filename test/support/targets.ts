import type { AppName } from '../../gateway';
import { readOutputs, type Outputs } from '../../gateway/outputs';
import { useStack } from './stack';

/** A running gateway that promises are checked against. */
export interface Target {
  name: TargetName;
  /** Whether the gateway asks agents for a key. */
  asksForKey: boolean;
  /** Where it is; known once it runs. */
  outputs(): Outputs;
  /** The origins of its function apps; undefined where nobody says them, or where they answer everybody. */
  apps: (() => Record<AppName, string>) | undefined;
}

type TargetName = 'local' | 'local, no key' | 'deployed' | 'azure';

declare global {
  /** What this test run is about: `globals` of Jest's configuration in `jest.config.js`, `test/azure.config.js` and `test/deployed.config.js`. */
  var contractTargets: readonly TargetName[];
}

/**
 * Runs one suite against every target of this test run, each up before the suite's first test. A gateway that asks for no
 * key costs a stack of its own, so only suites that say so run against it; in Azure there is one gateway for all.
 */
export function describeTargets(
  title: string,
  suite: (target: Target) => void,
  { alsoWithoutKey = false }: { alsoWithoutKey?: boolean } = {},
): void {
  const names = globalThis.contractTargets.filter((name) => alsoWithoutKey || name !== 'local, no key');
  for (const name of names) {
    describe(`${title} [${name}]`, () => {
      suite(name === 'azure' ? azure() : local(name));
    });
  }
}

function azure(): Target {
  const outputs = readOutputs(process.env);
  if ('mistakes' in outputs) throw new Error(`Name the gateway to test. ${outputs.mistakes.join(' ')}`);
  return {
    name: 'azure',
    asksForKey: outputs.APIM_SUBSCRIPTION_KEY !== '',
    outputs: () => outputs,
    apps: azureApps(process.env),
  };
}

/** Where the sites of a stack are that answer the gateway alone, and everybody can reach; their hosts have their names. */
function azureApps({ MENU_SITE_NAME: menu, ORDERS_SITE_NAME: orders, FUNCTION_ACCESS: access }: NodeJS.ProcessEnv) {
  if (!menu || !orders || access !== 'gateway') return undefined;
  return () => ({ menu: siteOrigin(menu), orders: siteOrigin(orders) });
}

/** Where the bundles are that azd deployed, unpacked: a gateway of this machine serves them. */
function deployedBundles({ DEPLOYED_BUNDLES: folder }: NodeJS.ProcessEnv): string {
  if (!folder) throw new Error('Name the folder of the bundles in DEPLOYED_BUNDLES.');
  return folder;
}

function siteOrigin(name: string): string {
  return `https://${name}.azurewebsites.net`;
}

function local(name: 'local' | 'local, no key' | 'deployed'): Target {
  const asksForKey = name !== 'local, no key';
  const stack = useStack({ key: asksForKey, bundles: name === 'deployed' ? deployedBundles(process.env) : undefined });
  return { name, asksForKey, outputs: () => stack().outputs, apps: () => stack().apps };
}
