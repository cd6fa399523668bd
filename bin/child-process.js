// node:child_process, loaded when it is first used.
module.exports = {
  get spawn() {
    return require('child_process').spawn;
  },
  get spawnSync() {
    return require('child_process').spawnSync;
  },
};
