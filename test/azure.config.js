'use strict';

const { jest } = require('../package.json');

/** `npm run test:azure`: the contract suite against the deployed gateway that the environment names. */
module.exports = {
  ...jest,
  rootDir: '..',
  roots: ['<rootDir>/test/contract'],
  testPathIgnorePatterns: ['/test/contract/local/'],
  globals: { ...jest.globals, contractTargets: ['azure'] },
};
