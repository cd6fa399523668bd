// node:crypto, loaded when it is first used: a check that passes needs no hash.
const { defineProperty } = Object;

for (const name of ['createHash', 'createPrivateKey', 'createPublicKey', 'hash', 'randomUUID', 'sign', 'verify'])
  defineProperty(module.exports, name, { enumerable: true, get: () => require('crypto')[name] });
