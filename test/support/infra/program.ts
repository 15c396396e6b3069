import { gateway } from '../../../gateway';
import type { Gateway } from '../../../gateway/model';
import { parseConfig } from '../../../infra/config/config';
import type { Config, SettingName } from '../../../infra/config/settings';
import { type Plan, type PlannedResource, toPlan } from '../../../infra/plan/graph';
import { type Properties, toProperties } from '../../../infra/plan/predictedAzure';
import { RANDOM_PASSWORD } from '../../../infra/plan/predictedRandom';
import { runProgram } from '../../../infra/plan/program';
import { revealSecrets } from '../../../infra/plan/secrets';

export const SUBSCRIPTION = '11111111-2222-3333-4444-555555555555';

/** A checked configuration with these texts in it. */
export function aConfig(given: Partial<Record<SettingName, string>> = {}): Config {
  const texts = { environmentName: 'test', location: 'japaneast', subscriptionId: SUBSCRIPTION, ...given };
  return parseConfig((name) => new Map(Object.entries(texts)).get(name));
}

/** What the program declares, looked up in a test. */
export interface DeclaredStack extends Plan {
  ofType: (type: string) => PlannedResource[];
  named: (name: string) => PlannedResource;
  /** The inputs of a resource with its secrets in the open. */
  revealed: (name: string) => Properties;
  components: { name: string; parent: string }[];
  /** Logical names of all that has to be there before a resource. */
  before: (name: string) => string[];
  /** Logical names of the resources that go along with this one. */
  goingWith: (name: string) => string[];
  /** Logical names of the random secrets. */
  passwords: string[];
  /** As on the wire: secrets are marked. */
  wire: { inputs: ReadonlyMap<string, unknown>; outputs: Properties };
}

const declared = new Map<string, Promise<DeclaredStack>>();

/** Runs the program under Pulumi's mocks: once for each configuration and definition, because nothing changes a stack. */
export function declare(
  given: Partial<Record<SettingName, string>> = {},
  definition: Gateway = gateway,
): Promise<DeclaredStack> {
  const key = JSON.stringify([given, definition]);
  const stack = declared.get(key) ?? run(given, definition);
  declared.set(key, stack);
  return stack;
}

async function run(given: Partial<Record<SettingName, string>>, definition: Gateway): Promise<DeclaredStack> {
  const program = await runProgram(aConfig(given), definition);
  const plan = toPlan(program, SUBSCRIPTION);
  const azure = program.registrations.filter(({ type }) => type.startsWith('azure-native:'));
  const inputs = new Map(azure.map(({ name, inputs }) => [name, inputs]));
  return {
    ...plan,
    ofType: (type) => plan.resources.filter((resource) => resource.type === type),
    named: (name) =>
      must(
        plan.resources.find((resource) => resource.name === name),
        name,
      ),
    // What a template holds is in the open.
    revealed: (name) =>
      toProperties(
        revealSecrets(
          inputs.get(name) ??
            must(
              plan.resources.find((r) => r.name === name),
              name,
            ).inputs,
        ),
      ),
    components: program.registrations
      .filter(({ custom, type }) => !custom && type.startsWith('ramen:'))
      .map(({ name, parent }) => ({ name, parent })),
    before: (name) => everythingBefore(plan, name),
    goingWith: (name) =>
      azure.filter(({ deletedWith }) => deletedWith.endsWith(`::${name}`)).map((registration) => registration.name),
    passwords: program.registrations.filter(({ type }) => type === RANDOM_PASSWORD).map(({ name }) => name),
    wire: { inputs, outputs: program.outputs },
  };
}

function everythingBefore(plan: Plan, name: string): string[] {
  const { after: before } = must(
    plan.resources.find((resource) => resource.name === name),
    name,
  );
  return [...new Set(before.flatMap((earlier) => [earlier, ...everythingBefore(plan, earlier)]))];
}

function must<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new Error(`The stack has no resource ${name}.`);
  return value;
}
