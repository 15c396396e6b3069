'use strict';

const config = require('../jest.config');

/** The contract suite against bundles that azd deployed, which the environment names; `npm run test:azd` runs it. */
module.exports = {
  ...config,
  rootDir: '..',
  roots: ['<rootDir>/test/contract'],
  testPathIgnorePatterns: ['/test/contract/local/'],
  globals: { ...config.globals, contractTargets: ['deployed'] },
};
