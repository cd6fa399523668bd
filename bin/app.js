#!/usr/bin/env node
// What `cdktf synth`, `diff` and `deploy` run: main.ts, built.
require('./run.js')('app');
