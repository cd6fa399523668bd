// Node.js as jest offers it to each file of tests, without work that jest repeats for each of them.
const { AsyncLocalStorage } = require('node:async_hooks');
const vm = require('node:vm');
const { TestEnvironment } = require('jest-environment-node');

/**
 * jest runs the sources again for each file of tests, in a context of its own. What V8 has compiled holds no state and serves all of them:
 * the functions that a `Script` contains are compiled once a process, those of `compileFunction` once a context.
 */
const scripts = new Map();

function compileFunction(source, parameters, { filename, parsingContext, importModuleDynamically }) {
  const opening = `(function (${parameters.join(',')}) {`;
  const wrapped = `${opening}${source}\n})`;
  const known = scripts.get(filename);
  if (known?.wrapped === wrapped) return known.script.runInContext(parsingContext);
  const script = new vm.Script(wrapped, { filename, columnOffset: -opening.length, importModuleDynamically });
  scripts.set(filename, { wrapped, script });
  return script.runInContext(parsingContext);
}

/** jest-circus makes a storage for each file of tests and never disables it, and every promise visits all of them. */
const storages = new Set();
const { run } = AsyncLocalStorage.prototype;

vm.compileFunction = compileFunction;
AsyncLocalStorage.prototype.run = function (...args) {
  storages.add(this);
  return run.apply(this, args);
};

module.exports = class extends TestEnvironment {
  async teardown() {
    await super.teardown();
    for (const storage of storages) storage.disable();
    storages.clear();
  }
};
