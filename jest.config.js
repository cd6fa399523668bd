// `npm run test:all` runs every case, `npm test` a sample of each kind. __tests__/effort.ts says what that means inside of a file.
const runsAll = process.env.KEYTURN_TESTS === 'all';

/** @type {import('jest').Config} */
module.exports = {
  globals: { runsAll },
  testMatch: ['<rootDir>/__tests__/**/*.test.ts'],
  // `npm run e2e` deploys; it has a configuration of its own.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/__tests__/e2e/', ...(runsAll ? [] : ['\\.slow\\.test\\.ts$'])],
  transform: { '^.+\\.ts$': ['@swc/jest', { jsc: { target: 'es2022' } }] },
  testEnvironment: '<rootDir>/__tests__/environment.js',
  moduleNameMapper: { '(?:^|/)stack-trace$': '<rootDir>/__tests__/no-stack-trace.js' },
  globalSetup: '<rootDir>/__tests__/build.js',
  // Two cores are all that a small machine has; jest would leave one of them idle.
  maxWorkers: 2,
  // In jest's context every look at a global asks an interceptor; as arguments of a module they are as fast as elsewhere. Other names would
  // clash with those that readable-stream declares.
  sandboxInjectedGlobals: ['Array', 'JSON', 'Math', 'Object', 'Reflect', 'RegExp'],
  modulePathIgnorePatterns: ['<rootDir>/dist', '<rootDir>/cdktf.out'],
};
