#!/usr/bin/env node
// Writes src/checks/resource-types/generated.ts from types.json and the rules. Run it after changing one of them: node schemas/types/write.js
const { writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { format, resolveConfig } = require('prettier');
const { generate } = require('./generate.js');

const file = join(dirname(dirname(__dirname)), 'src', 'checks', 'resource-types', 'generated.ts');
resolveConfig(file)
  .then((style) => format(generate(require('./types.json')), { ...style, filepath: file }))
  .then((text) => writeFileSync(file, text));
