import { parseArgs } from 'node:util';
import { parseConfig } from '../config';
import { type Config, type Setting, type SettingName, settingNames, settings } from '../settings';

export type Format = 'text' | 'json' | 'mermaid' | 'help';

/** What the settings that must be given are in a plan, which needs no subscription. */
const examples: Partial<Record<SettingName, string>> = {
  environmentName: 'dev',
  location: 'japaneast',
  subscriptionId: '00000000-0000-0000-0000-000000000000',
};

/**
 * Reads the command line of `npm run plan`. The environment plays no part, so that two plans can be compared.
 *
 * @throws {TypeError} for an option that does not exist, {InvalidConfiguration} for values that are not right.
 */
export function readOptions(args: readonly string[]): { format: Format; config: Config } {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean' },
      mermaid: { type: 'boolean' },
      help: { type: 'boolean' },
      ...Object.fromEntries(settingNames.map((name) => [optionName(name), { type: 'string' } as const])),
    },
  });
  const given = new Map(Object.entries(values));
  const format = (['help', 'json', 'mermaid'] as const).find((name) => given.get(name) === true) ?? 'text';
  const config = parseConfig((name) => {
    const value = given.get(optionName(name));
    return typeof value === 'string' ? value : examples[name];
  });
  return { format, config };
}

export function help(): string {
  const rows = settingNames.map((name) => {
    const setting: Setting<unknown> = settings[name];
    const standard = examples[name] ?? setting.standard ?? '';
    return `  --${optionName(name).padEnd(24)} ${setting.help} (${standard})`;
  });
  return [
    'Usage: npm run plan -- [--json | --mermaid] [--<setting> <value>]...',
    '',
    'Shows what the Pulumi program would create, without Azure, a login or the Pulumi CLI.',
    '',
    ...rows,
  ].join('\n');
}

/** `rateLimitCalls` → `rate-limit-calls`, `instanceMemoryMB` → `instance-memory-mb`. */
function optionName(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]+/g, (capitals) => `-${capitals.toLowerCase()}`);
}
