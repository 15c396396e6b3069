import { UserError } from '../../../terminal/userError';
import type { App } from './core';

/** The `extensionBundle` of a `host.json`: where the host finds the triggers that it does not have itself. */
export interface ExtensionBundle {
  id: string;
  /** A range of versions as NuGet writes it, such as `[4.*, 5.0.0)`; the host takes the newest one in it. */
  version: string;
}

/** The first bundle that brings a trigger (releases of Azure/azure-functions-extension-bundles); any other needs none. */
const firstBundles: ReadonlyMap<string, string> = new Map([['mcptooltrigger', '4.29.0']]);

/** As the apps of this repository write it: what the local host speaks is of these bundles. */
const advised = '[4.36.0, 5.0.0)';

const bundleId = 'Microsoft.Azure.Functions.ExtensionBundle';
const ids = ['', '.Preview', '.Experimental'].map((channel) => `${bundleId}${channel}`.toLowerCase());

/**
 * Checks that the host would know every trigger of an app. In Azure, one that it does not know is a line in the log
 * ("The binding type(s) … were not found in the configured extension bundle") and a function that answers 404.
 *
 * @throws UserError with the function, its trigger, the bundle and what to write
 */
export function checkBundle({ functions }: App, bundle: ExtensionBundle | undefined): void {
  for (const { metadata } of functions.values()) {
    for (const { type } of Object.values(metadata.bindings)) {
      const first = firstBundles.get(type.toLowerCase());
      if (first === undefined || (bundle && brings(bundle, first))) continue;
      const named = bundle ? `the extension bundle ${bundle.id} ${bundle.version}` : 'no extension bundle';
      throw new UserError(
        `Function ${metadata.name}: ${type} is not there, because host.json names ${named}. ` +
          `Write "extensionBundle": { "id": "${bundleId}", "version": "${advised}" }.`,
      );
    }
  }
}

const range = /^(?:[\d.*]+|\[([\d.]+)\]|[[(]\s*[\d.*]*\s*,\s*([\d.]*)\s*([\])]))$/;

function brings({ id, version }: ExtensionBundle, first: string): boolean {
  const match = range.exec(version);
  if (!match || !ids.includes(id.toLowerCase())) return false;
  const [, exact = '', newest = exact, end = ']'] = match;
  const order = newest.localeCompare(first, 'en', { numeric: true });
  return newest === '' || order > 0 || (order === 0 && end === ']');
}
