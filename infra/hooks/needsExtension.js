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
  const folder = process.env.AZD_CONFIG_DIR ?? join(homedir(), '.azd');
  try {
    const { extension } = JSON.parse(readFileSync(join(folder, 'config.json'), 'utf8'));
    const installed = Object.values(extension?.installed ?? {});
    return installed.some(({ providers = [] }) => providers.some(({ name }) => name === 'pulumi'));
  } catch (error) {
    return error.code !== 'ENOENT';
  }
}
