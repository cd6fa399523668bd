#!/usr/bin/env node
// What `cdktf synth`, `diff` and `deploy` run: main.ts, built.
// Without a check, or only to list, it needs other parts of the program.
const { argv, env } = process;
const task = env.KEYTURN_UNCHECKED === '1' ? 'unchecked' : '';
require('./run.js')('app', argv.includes('--list') ? 'list' : task);
