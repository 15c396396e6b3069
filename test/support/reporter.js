'use strict';

/**
 * Ends a test run with two lines: against which gateways the contract suite ran, and, for programs to read, how many
 * tests passed and failed by Jest's count.
 */
module.exports = class Reporter {
  onRunComplete(contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    const [{ config }] = contexts;
    const targets = config.globals.contractTargets;
    const why = targets.includes('azure') ? '' : '; not azure, for which there is npm run test:azure';
    // A suite that cannot even be loaded has no tests to count; it is a failure all the same.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // Jest's own summary comes after the reporters that one adds.
    process.once('exit', () => {
      process.stdout.write(`Contract targets: ${targets.map((name) => `[${name}]`).join(' ')}${why}.\n`);
      process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
    });
  }
};
