#!/usr/bin/env node
// Each command needs other parts of the program. Which words are commands, the program itself says.
require('./run.js')('keyturn', process.argv[2]);
