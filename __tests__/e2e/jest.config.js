const base = require('../../jest.config.js');

/** The tests that deploy: `npm run e2e`, or `npm run e2e -- rotate` for those of one file. */
module.exports = {
  ...base,
  rootDir: '../..',
  setupFiles: ['<rootDir>/__tests__/e2e/environment.ts'],
  testMatch: ['<rootDir>/__tests__/e2e/**/*.test.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  testSequencer: '<rootDir>/__tests__/e2e/longest-first.js',
  // Most of an apply is waiting: the provider polls new resources until all of AWS shows them.
  maxWorkers: 4,
  // One apply takes half a minute on a busy machine.
  testTimeout: 300_000,
};
