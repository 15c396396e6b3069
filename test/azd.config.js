'use strict';

const config = require('../jest.config');

/** `npm run test:azd`: the real azd deploys this project, to a stand-in for Azure. */
module.exports = {
  ...config,
  rootDir: '..',
  roots: ['<rootDir>/test/realAzd'],
  testPathIgnorePatterns: ['/node_modules/'],
  testTimeout: 180000,
  maxWorkers: 2,
  reporters: ['default'],
};
