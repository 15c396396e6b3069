import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Variables that a process needs from the machine rather than from its settings. */
const machineVariables = [
  'PATH',
  'HOME',
  'USER',
  'LANG',
  'TZ',
  'TMPDIR',
  'TEMP',
  'TMP',
  'NODE_OPTIONS',
  'NODE_EXTRA_CA_CERTS',
  'NODE_COMPILE_CACHE',
  'NO_COLOR',
  // Windows
  'SystemRoot',
  'windir',
  'USERPROFILE',
  'APPDATA',
  'LOCALAPPDATA',
  'PATHEXT',
  'ComSpec',
];

/** Compiling is a third of a child's start; Node keeps the result here unless the machine names another place. */
const compileCache = { NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache') };

/**
 * The environment of a child process: the machine's own variables and the settings given, nothing else. A function app
 * thus sees the settings that it declares, as in Azure, and not what the developer's shell happens to export.
 */
export function childEnvironment(settings: Record<string, string>, env = process.env): Record<string, string> {
  const inherited = machineVariables.flatMap((name) => {
    const value = env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...compileCache, ...Object.fromEntries(inherited), ...settings };
}
