// Runs a program from the sources as they stand, in about the time of Node.js itself: what V8 has compiled is kept beside the
// program, so that the next start need not compile it again. https://nodejs.org/api/vm.html#scriptcreatecacheddata
const { readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname } = require('node:path');
const { Script } = require('node:vm');
const { built, upToDate } = require('./build.js');

/** `task` tells apart what a program does in different runs: each needs other parts of it. */
module.exports = function run(name, task = '') {
  upToDate();
  // CDKTF is archived, and calls what newer releases of Node.js warn of; whoever runs it can do nothing about that.
  process.noDeprecation ??= true;
  const filename = built(name);
  // V8 tells sources apart by their length alone, and takes what another release of Node.js compiled for its own, and crashes.
  const release = `${process.version}-${process.arch}`;
  const cache = `${filename}.${task}${Math.trunc(statSync(filename).mtimeMs)}.${release}.cache`;
  const cachedData = contentOf(cache);
  const script = new Script(wrap(readFileSync(filename, 'utf8')), {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  if (cachedData === undefined || script.cachedDataRejected === true) {
    process.once('exit', () => keep(cache, script.createCachedData()));
  }
  const program = { exports: {} };
  script.runInThisContext()(program.exports, createRequire(filename), program, filename, dirname(filename));
};

function contentOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** A cache is a help, not a need: a folder that cannot be written is no error. */
function keep(file, data) {
  try {
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, data);
    renameSync(aside, file);
  } catch {
    return;
  }
}
