import * as pulumi from '@pulumi/pulumi';
import { UserError } from '../../terminal/userError';
import { type Config, type Setting, type SettingName, settingNames, settings } from './settings';
import { skus } from './skus';

/** Everything that is wrong with the configuration, one sentence each. */
export class InvalidConfiguration extends UserError {
  constructor(readonly mistakes: readonly string[]) {
    const list = mistakes.map((mistake) => `- ${mistake}`);
    super(['The configuration of this stack is not right.', ...list].join('\n'), { kind: 'misuse' });
  }
}

/** What Pulumi knows of a stack. */
export interface StackSettings {
  /** Texts by their keys, namespaces included: `ramen-gateway:sku`. */
  texts: Readonly<Record<string, string>>;
  project: string;
  stack: string;
}

/** Reads the configuration of the stack whose program this is, as {@link configOf} does. */
export function readConfig(environment?: NodeJS.ProcessEnv): Config {
  const running = { texts: pulumi.runtime.allConfig(), project: pulumi.getProject(), stack: pulumi.getStack() };
  return configOf(running, environment);
}

/**
 * Reads a stack's configuration: Pulumi's configuration first, then the environment variables that azd sets, then
 * the defaults.
 *
 * @throws {InvalidConfiguration} naming every setting that is missing or malformed.
 */
export function configOf({ texts, project, stack }: StackSettings, environment = process.env): Config {
  // Without azd, the stack's name and the provider's own settings say the same things.
  const otherwise: Partial<Record<SettingName, string>> = {
    environmentName: stack,
    location: texts['azure-native:location'],
    subscriptionId: texts['azure-native:subscriptionId'],
  };
  return parseConfig(
    (name) => texts[`${project}:${name}`] ?? fromEnvironment(settings[name], environment) ?? otherwise[name],
    strangeKeys(Object.keys(texts), project),
  );
}

/**
 * Checks all settings and all rules between them before it refuses any.
 *
 * @param given the text of a setting, or undefined when nobody set it.
 * @param earlier mistakes that were found before.
 * @throws {InvalidConfiguration}
 */
export function parseConfig(given: (name: SettingName) => string | undefined, earlier: readonly string[] = []): Config {
  const mistakes = [...earlier];
  const values = settingNames.map((name) => {
    const setting: Setting<unknown> = settings[name];
    const text = given(name) ?? setting.default;
    const reading = text === undefined ? { mistake: 'must be set' } : setting.read(text);
    if ('mistake' in reading) mistakes.push(`${name} (${setting.environment.join(' or ')}) ${reading.mistake}.`);
    return [name, 'value' in reading ? reading.value : undefined];
  });
  // Each value came out of the reader of its own row, which is what Config is derived from.
  const config = Object.freeze(Object.fromEntries(values)) as Config;
  mistakes.push(...conflicts(config));
  if (mistakes.length > 0) throw new InvalidConfiguration(mistakes);
  return config;
}

/** Settings that azure-native has, too, and under whose namespace this program reads them. */
const shared: readonly string[] = ['location', 'subscriptionId'] satisfies SettingName[];

/** Keys of Pulumi's configuration that would be ignored: misspelt ones of this project, and its settings elsewhere. */
function strangeKeys(keys: readonly string[], project: string): string[] {
  return keys.flatMap((key) => {
    const [namespace, name = ''] = key.split(':');
    const known = Object.hasOwn(settings, name);
    if (namespace === project) return known ? [] : [`${key} is no setting. There are ${settingNames.join(', ')}.`];
    if (!known || (namespace === 'azure-native' && shared.includes(name))) return [];
    return [`${key} is a setting of this project: set it as ${name}.`];
  });
}

/** Rules between settings; a setting that was refused for itself takes part in none. */
function conflicts({ sku, capacity, functionAccess }: Partial<Config>): string[] {
  if (sku === undefined) return [];
  const { maximumUnits, dedicatedAddress } = skus[sku];
  return [
    capacity !== undefined && capacity > maximumUnits && `capacity must be at most ${maximumUnits} for ${sku}.`,
    functionAccess === 'locked' &&
      !dedicatedAddress &&
      `functionAccess cannot be locked with ${sku}: only the classic tiers (Developer, Basic, Standard, Premium) have an ` +
        'address of their own, which the function apps could admit.',
  ].filter((mistake) => mistake !== false);
}

function fromEnvironment({ environment }: Setting<unknown>, variables: NodeJS.ProcessEnv): string | undefined {
  return environment.map((name) => variables[name]).find((text) => text !== undefined && text !== '');
}
