// Runs a program from the sources as they stand, in about the time of Node.js itself: what V8 has compiled is kept next to the
// program, so that the next start need not compile it again. https://nodejs.org/api/vm.html#scriptcreatecacheddata
const { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { createRequire, wrap } = require('node:module');
const { dirname, isAbsolute, join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const { Script } = require('node:vm');
const { built, isCheckout, upToDate } = require('./build.js');

/** The exit code of a call that ended at its input: see src/cli/exit-codes.ts. */
const badInput = 2;

/** Runs a program. `word` is what it is asked to do. */
module.exports = function run(name, word = '') {
  // Most commands end within half a second: with a larger budget V8 does not optimize what is hardly run again, which takes a tenth to a
  // fifth off. Later releases of V8 count otherwise, and do not know the flag.
  if (process.versions.v8.startsWith('11.')) {
    setFlagsFromString('--interrupt-budget=500000');
    // The same for its garbage collector: the first growth of the young generation is the last.
    setFlagsFromString('--semi-space-growth-factor=16');
  }
  // CDKTF is archived and calls functions that newer releases of Node.js warn about; users cannot change that.
  process.noDeprecation ??= true;
  // Nothing is left to do then, and to end at once spares the work of taking V8's heap apart.
  process.once('beforeExit', () => process.exit());
  load(name, word);
};

/**
 * Loads a program, and the programs that it loads later. What V8 has compiled is kept for each task of the first program alone, because each
 * task needs other parts of it. Which words are its tasks, the program itself exports.
 */
function load(name, word, tasksOf = (program) => program.exports.tasks) {
  upToDate(name);
  const filename = built(name);
  // V8 identifies sources by their length alone, and takes what another release of Node.js compiled for its own, and crashes.
  const { mtimeMs, size } = statSync(filename);
  const version = `${Math.trunc(mtimeMs)}.${size}.${process.version}-${process.arch}`;
  const folder = cacheFolder(filename);
  const cacheOf = (task) => folder && join(folder, `${name}.js.${task}${version}.cache`);
  const cachedData = (/^[a-z]+$/.test(word) ? contentOf(cacheOf(word)) : undefined) ?? contentOf(cacheOf(''));
  // esbuild writes ASCII only, and so does this take the least time.
  const script = new Script(wrap(readFileSync(filename, 'latin1')), {
    filename,
    ...(cachedData === undefined ? {} : { cachedData }),
  });
  const program = { exports: {} };
  const own = createRequire(filename);
  const require = (id) => {
    const [, part] = /^\.\/(parts\/[a-z-]+)$/.exec(id) ?? [];
    return part === undefined ? own(id) : load(part, word, () => tasksOf(program));
  };
  script.runInThisContext()(program.exports, require, program, filename, dirname(filename));
  const cache = cacheOf(tasksOf(program)?.includes(word) ? word : '');
  if (cache !== undefined && (script.cachedDataRejected !== false || !existsSync(cache))) {
    // A call that ended at its input, or that printed its help, has compiled little of what the next call needs.
    const isHelp = process.argv.includes('--help') || process.argv.includes('-h');
    process.once('exit', (code) => code === badInput || isHelp || keep(cache, script.createCachedData()));
  }
  return program.exports;
}

/**
 * In a checkout next to the program; an installed package can be in a folder that nobody may write to. Undefined without an absolute path: a
 * relative one would be in the folder that is checked, and V8 would run what a pull request put there.
 * https://specifications.freedesktop.org/basedir-spec/latest/#basics
 */
function cacheFolder(filename) {
  if (isCheckout()) return dirname(filename);
  const { LOCALAPPDATA = '', XDG_CACHE_HOME = '', HOME = '' } = process.env;
  const caches = [LOCALAPPDATA, XDG_CACHE_HOME, join(HOME, '.cache')].find(isAbsolute);
  return caches === undefined ? undefined : join(caches, 'keyturn');
}

function contentOf(file) {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
}

/** The cache is optional: a folder that cannot be written is not an error. */
function keep(file, data) {
  try {
    const aside = `${file}.${process.pid}`;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(aside, data);
    renameSync(aside, file);
  } catch {
    return;
  }
}
