// Runs the suite for a sandbox account: npm run sandbox. Compiles TypeScript as it is read, so that the files of the tests are used as they are.
const { transformFileSync } = require('@swc/core');

const options = { jsc: { target: 'es2022', parser: { syntax: 'typescript' } }, module: { type: 'commonjs' } };
require.extensions['.ts'] = (module, filename) =>
  module._compile(transformFileSync(filename, { ...options, sourceMaps: 'inline' }).code, filename);

require('../environment');
const { main } = require('./program');

main(process.argv.slice(2), process.env).then((code) => {
  process.exitCode = code;
});
