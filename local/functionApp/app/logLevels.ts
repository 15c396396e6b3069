import { UserError } from '../../../terminal/userError';
import type { LogLevel } from './core';

/** Thresholds by log category, in lower case; `default` for the rest. */
export type LogLevels = Record<string, LogLevel>;

const levels: readonly LogLevel[] = ['trace', 'debug', 'information', 'warning', 'error', 'critical', 'none'];

/** Reads `logging.logLevel` of host.json. Throws {@link UserError} for a name that is no level. */
export function readLogLevels(raw: Record<string, string>): LogLevels {
  return Object.fromEntries(
    Object.entries(raw).map(([category, name]) => {
      const level = levels.find((known) => known === name.toLowerCase());
      if (!level) throw new UserError(`host.json: logging.logLevel.${category} is not a log level: ${name}.`);
      return [category, level];
    }),
  );
}

/** Whether a line is written: the level of the longest category that the line's own starts with decides. */
export function isLogged(thresholds: LogLevels, category: string, level: LogLevel): boolean {
  const [closest = 'default'] = Object.keys(thresholds)
    .filter((name) => category.toLowerCase().startsWith(name))
    .sort((one, other) => other.length - one.length);
  const threshold = thresholds[closest] ?? 'information';
  return threshold !== 'none' && levels.indexOf(level) >= levels.indexOf(threshold);
}
