#!/usr/bin/env node
// What `cdktf synth`, `diff` and `deploy` run: main.ts, built.
require(require('node:path').join(require('./build.js').upToDate(), 'app.js'));
