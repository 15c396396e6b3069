import { delimiter } from 'node:path';

/** The environment of the terminal in which somebody typed `npm run`, which puts folders of its own in front of the PATH. */
export function terminalEnvironment(env: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, /^path$/i.test(name) ? withoutNpm(value ?? '') : value]),
  );
}

function withoutNpm(path: string): string {
  const folders = path.split(delimiter);
  return folders.filter((folder) => !/[\\/](node_modules[\\/]\.bin|node-gyp-bin)$/.test(folder)).join(delimiter);
}
