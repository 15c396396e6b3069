import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { thingsGateway } from './things';

const { restApis, mcpServers } = thingsGateway;
const files = {
  global: thingsGateway.policy,
  echo: mcpServers.echo.policy,
  things: mcpServers.things.policy,
  api: restApis.things.policy,
};

/** Sources of policy files, by what they apply to: every API, the two MCP servers, the REST API. */
export type PolicySources = Partial<Record<keyof typeof files, string>>;

/** A policy file for every API, which forwards its calls. */
export function aGlobalPolicy(inbound = ''): string {
  return `<policies><inbound>${inbound}</inbound><backend><forward-request /></backend></policies>`;
}

/** A policy file that inherits all else too, except for its backend section, which takes one element. */
export function aPolicy(
  sections: Partial<Record<'inbound' | 'backend' | 'outbound' | 'on-error', string>> = {},
): string {
  const section = (name: keyof typeof sections) => `<${name}><base />${sections[name] ?? ''}</${name}>`;
  const backend = `<backend>${sections.backend ?? '<base />'}</backend>`;
  return `<policies>${section('inbound')}${backend}${section('outbound')}${section('on-error')}</policies>`;
}

/** An element that presents a key to the REST API, as the policy of its MCP server does. */
export function presentKey(key: string): string {
  return `<set-header name="${restApis.things.key.header}"><value>${key}</value></set-header>`;
}

/** The policy files of a gateway without rules, and in place of some of them those of the test, in a new folder. */
export async function writePolicies(sources: PolicySources): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'gateway-policies-'));
  const inherits = aPolicy();
  const all = { global: aGlobalPolicy(), echo: inherits, things: inherits, api: inherits, ...sources };
  const names = Object.keys(files) as (keyof typeof files)[];
  await Promise.all(names.map((name) => writeFile(join(folder, files[name]), all[name])));
  return folder;
}
