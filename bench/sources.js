// What a benchmark needs of the sources, bundled as the programs are.
const { dirname } = require('node:path');

const root = dirname(__dirname);

/** @param exported statements such as `export { rotate } from './src/simulator';`, relative to the project's folder */
module.exports = function fromSources(...exported) {
  const { outputFiles } = require('esbuild').buildSync({
    absWorkingDir: root,
    stdin: { contents: exported.join('\n'), resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'node',
    target: 'node20',
    write: false,
  });
  const compiled = { exports: {} };
  const names = ['module', 'exports', 'require', '__dirname'];
  new Function(...names, outputFiles[0].text)(compiled, compiled.exports, require, root);
  return compiled.exports;
};
