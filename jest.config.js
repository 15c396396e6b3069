'use strict';

/** @type {import('jest').Config} */
module.exports = {
  testEnvironment: 'node',
  roots: ['<rootDir>/test'],
  // For `npm run test:azd`.
  testPathIgnorePatterns: ['/node_modules/', '/test/realAzd/'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2023', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } },
    ],
  },
  testTimeout: 20000,
  maxWorkers: 3,
  reporters: ['default', '<rootDir>/test/support/reporter.js'],
  globals: { contractTargets: ['local', 'local, no key'] },
};
