'use strict';

/** Ends a test run with one line that programs can read: how many tests passed and how many failed, by Jest's count. */
module.exports = class CountReporter {
  onRunComplete(_contexts, { numPassedTests, numFailedTests, numRuntimeErrorTestSuites }) {
    // A suite that cannot even be loaded has no tests to count; it is a failure all the same.
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    // Jest's own summary comes after the reporters that one adds.
    process.once('exit', () => {
      process.stdout.write(`${numPassedTests} passed, ${failed} failed\n`);
    });
  }
};
