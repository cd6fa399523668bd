#!/usr/bin/env node
const command = ['check', 'simulate', 'explore', 'diagram'].find((name) => name === process.argv[2]);
require('./run.js')('keyturn', command);
