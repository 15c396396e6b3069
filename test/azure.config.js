'use strict';

const config = require('../jest.config');

/** `npm run test:azure`: the contract suite against the deployed gateway that the environment names. */
module.exports = {
  ...config,
  rootDir: '..',
  roots: ['<rootDir>/test/contract'],
  testPathIgnorePatterns: ['/test/contract/local/'],
  globals: { ...config.globals, contractTargets: ['azure'] },
};
