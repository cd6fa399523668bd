#!/usr/bin/env node
// Writes schemas/types/classes.txt, the class of each type, from types.json and the rules. Run it after changing one of them:
// node schemas/types/write.js. With --check it writes nothing, and fails if the file is out of date.
const { readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { classLines } = require('./generate.js');

const file = join(__dirname, 'classes.txt');
const text = classLines(require('./types.json'));
if (process.argv[2] !== '--check') writeFileSync(file, text);
else if (readFileSync(file, 'utf8') !== text) {
  console.error(`${file} is out of date: run node schemas/types/write.js`);
  process.exitCode = 1;
}
