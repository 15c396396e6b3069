import { engines } from '../package.json';

/**
 * Says that a version of Node is older than this project asks for, in `engines` of package.json: Pulumi takes whatever
 * `node` is first on the PATH.
 *
 * @param wanted `>=` and a version
 * @returns undefined when it is new enough
 */
export function nodeMistake(version: string, wanted = engines.node): string | undefined {
  if (version.localeCompare(wanted.replace('>=', ''), 'en', { numeric: true }) >= 0) return undefined;
  return (
    `This program needs Node ${wanted}, and Pulumi runs it with Node ${version}: put node_modules/.bin of this project ` +
    'first on the PATH, or install such a Node.'
  );
}
