#!/usr/bin/env node
// Writes src/checks/resource-types/generated.ts from types.json and the rules. Run it after changing one of them: node schemas/types/write.js
// With --check it writes nothing, and fails where the file is not what it would write.
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { format, resolveConfig } = require('prettier');
const { generate } = require('./generate.js');

const file = join(dirname(dirname(__dirname)), 'src', 'checks', 'resource-types', 'generated.ts');
resolveConfig(file)
  .then((style) => format(generate(require('./types.json')), { ...style, filepath: file }))
  .then((text) => {
    if (process.argv[2] !== '--check') return writeFileSync(file, text);
    if (readFileSync(file, 'utf8') === text) return undefined;
    console.error(`${file} is not what the rules make of types.json: run node schemas/types/write.js`);
    process.exitCode = 1;
  });
