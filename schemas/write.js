#!/usr/bin/env node
// Writes settings.schema.json from the schema in src/settings. Run it after changing that: node schemas/write.js
const { writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');

const bundle = require('esbuild').buildSync({
  absWorkingDir: dirname(__dirname),
  entryPoints: ['src/settings/schema/json-schema.ts'],
  bundle: true,
  platform: 'node',
  target: 'node20',
  packages: 'external',
  write: false,
});
const compiled = { exports: {} };
new Function('module', 'exports', 'require', bundle.outputFiles[0].text)(compiled, compiled.exports, require);

const { format, resolveConfig } = require('prettier');
const file = join(__dirname, 'settings.schema.json');
resolveConfig(file)
  .then((style) => format(compiled.exports.settingsJsonSchema(), { ...style, filepath: file }))
  .then((text) => writeFileSync(file, text));
