#!/usr/bin/env node
const command = ['check', 'simulate', 'diagram'].find((name) => name === process.argv[2]);
require('./run.js')('keyturn', command);
