'use strict';

const { readFileSync } = require('node:fs');
const { homedir } = require('node:os');
const { join } = require('node:path');

// Without packages, for there may be none yet. What azd itself says names neither the extension nor where it comes from.
if (!hasPulumi()) {
  process.stderr.write('azd cannot deploy with Pulumi yet. Run this first: npm ci && npm run azd:install\n');
  process.exitCode = 1;
}

/**
 * Whether azd has an extension with a provider of that name. To ask azd takes seconds, for it reads its registry first;
 * this is its own list. A list in another form stops nobody.
 */
function hasPulumi() {
  const config = readConfig();
  if (config === undefined) return false;
  const { extension = {} } = isObject(config) ? config : { extension: null };
  const { installed = {} } = isObject(extension) ? extension : { installed: null };
  if (!isObject(installed)) return true;
  return Object.values(installed).some((one) => !isKnown(one) || one.providers?.some(({ name }) => name === 'pulumi'));
}

/** @returns undefined where azd has never been configured, null for what is no JSON */
function readConfig() {
  try {
    const folder = process.env.AZD_CONFIG_DIR ?? join(homedir(), '.azd');
    return JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
  } catch (error) {
    return error.code === 'ENOENT' ? undefined : null;
  }
}

/** An extension that provisions names its providers; azd leaves the list out where it would be empty. */
function isKnown(one) {
  if (!isObject(one)) return false;
  if (one.providers === undefined) return !String(one.capabilities).includes('provisioning-provider');
  return Array.isArray(one.providers) && one.providers.every(isObject);
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
