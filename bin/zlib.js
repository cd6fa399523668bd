// node:zlib, loaded when it is first used.
module.exports = {
  get brotliDecompressSync() {
    return require('zlib').brotliDecompressSync;
  },
};
