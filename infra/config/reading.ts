import { type SkuName, skuNames } from './skus';

/** What reading a setting's text gives: its value, or the rest of a sentence that starts with the setting's name. */
type Reading<T> = { value: T } | { mistake: string };
export type Read<T> = (text: string) => Reading<T>;

export function matching(pattern: RegExp, mistake: string): Read<string> {
  return (text) => (pattern.test(text) ? { value: text } : { mistake });
}

export function integer(least: number, most: number): Read<number> {
  return (text) => {
    const value = Number(text);
    const fits = /^\d+$/.test(text) && value >= least && value <= most;
    return fits ? { value } : { mistake: `must be a whole number from ${least} to ${most}` };
  };
}

export function oneOf<T extends string>(...choices: readonly T[]): Read<T> {
  return (text) => {
    const value = choices.find((choice) => choice === text);
    return value === undefined ? { mistake: `must be one of ${choices.join(', ')}` } : { value };
  };
}

export function flag(text: string): Reading<boolean> {
  const value = { true: true, false: false }[text];
  return value === undefined ? { mistake: 'must be true or false' } : { value };
}

/** Memory sizes of Flex Consumption, in MB. */
export function memory(text: string): Reading<512 | 2048 | 4096> {
  const value = ([512, 2048, 4096] as const).find((size) => String(size) === text);
  return value === undefined ? { mistake: 'must be one of 512, 2048, 4096' } : { value };
}

/** A region by its name (`japaneast`) or its display name (`Japan East`); Azure treats both alike. */
export function location(text: string): Reading<string> {
  const value = text.toLowerCase().replaceAll(' ', '');
  return /^[a-z][a-z0-9]{2,40}$/.test(value)
    ? { value }
    : { mistake: 'must be the name of an Azure region, such as japaneast' };
}

/** The tiers that can be MCP servers, per "About MCP servers in Azure API Management" in Microsoft's documentation. */
export function sku(text: string): Reading<SkuName> {
  return text === 'Consumption'
    ? { mistake: 'cannot be Consumption, which has no MCP servers; BasicV2 is the cheapest tier with a service level' }
    : oneOf(...skuNames)(text);
}
