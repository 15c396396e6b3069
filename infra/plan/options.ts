import type { Option, OptionTable, OptionValues } from '../../terminal/options';
import { parseConfig } from '../config/config';
import { type Config, type Setting, type SettingName, settingNames, settings } from '../config/settings';

/** What the settings that must be given are in a plan, which needs no subscription. */
const examples: Partial<Record<SettingName, string>> = {
  environmentName: 'dev',
  location: 'japaneast',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
};

const formatOptions = {
  json: { type: 'boolean', help: 'print everything as JSON' },
  mermaid: { type: 'boolean', help: 'draw what waits for what as a Mermaid flowchart' },
} as const satisfies OptionTable;

/** The options of `npm run plan`: one for each setting of the stack, besides those for the format. */
export const optionTable: typeof formatOptions & OptionTable = {
  ...formatOptions,
  ...Object.fromEntries(settingNames.map((name) => [optionName(name), settingOption(name)])),
};

type Options = OptionValues<typeof optionTable>;

function settingOption(name: SettingName): Option {
  const setting: Setting<unknown> = settings[name];
  const text = examples[name] ?? setting.default;
  return { type: 'string', value: 'VALUE', help: setting.help, ...(text !== undefined && { default: text }) };
}

export function formatOf({ json, mermaid }: Pick<Options, 'json' | 'mermaid'>): 'text' | 'json' | 'mermaid' {
  if (json) return 'json';
  return mermaid ? 'mermaid' : 'text';
}

/**
 * The configuration that the options give. The environment plays no part, so that two plans can be compared.
 *
 * @throws InvalidConfiguration for values that are not right
 */
export function configFromOptions(options: Readonly<Record<string, unknown>>): Config {
  return parseConfig((name) => {
    const value = options[optionName(name)];
    return typeof value === 'string' ? value : undefined;
  });
}

/** `rateLimitCalls` → `rate-limit-calls`, `instanceMemoryMB` → `instance-memory-mb`. */
function optionName(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}
