#!/usr/bin/env node
// Writes settings.schema.json from the schema in src/settings, into report.schema.json and review.schema.json the kinds of input of src/model, and into
// audit.schema.json the parts that are compared with an earlier document.
// Run it after changing one of them: node schemas/write.js
const { readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { format, resolveConfig } = require('prettier');

/** What a module of src exports. */
function load(entry) {
  const bundle = require('esbuild').buildSync({
    absWorkingDir: dirname(__dirname),
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    target: 'node20',
    packages: 'external',
    write: false,
  });
  const compiled = { exports: {} };
  new Function('module', 'exports', 'require', bundle.outputFiles[0].text)(compiled, compiled.exports, require);
  return compiled.exports;
}

async function write(name, text) {
  const file = join(__dirname, name);
  writeFileSync(file, await format(text, { ...(await resolveConfig(file)), filepath: file }));
}

const { settingsJsonSchema } = load('src/settings/schema/json-schema.ts');
const { inputKinds } = load('src/model/input-kinds.ts');

const report = JSON.parse(readFileSync(join(__dirname, 'report.schema.json'), 'utf8'));
report.definitions.check.properties.kind.enum = Object.keys(inputKinds);
const review = JSON.parse(readFileSync(join(__dirname, 'review.schema.json'), 'utf8'));
review.properties.input.properties.kind.enum = Object.keys(inputKinds);

const { changedParts } = load('src/report/since/change.ts');
const audit = JSON.parse(readFileSync(join(__dirname, 'audit.schema.json'), 'utf8'));
audit.definitions.change.properties.part.enum = changedParts;

void Promise.all([
  write('settings.schema.json', settingsJsonSchema()),
  write('report.schema.json', JSON.stringify(report)),
  write('review.schema.json', JSON.stringify(review)),
  write('audit.schema.json', JSON.stringify(audit)),
]);
