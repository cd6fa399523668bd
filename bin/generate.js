// Writes the code that is made from the schemas: the validators of contracts, evidence and audits (by Ajv), the types of the
// library, and the tables of the provider's resource types and of the calls of Step Functions. None of it is kept in git. What a reviewer reads are the schemas,
// schemas/types/classes.txt and schemas/calls/calls.txt.
const { existsSync, mkdirSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { join, dirname } = require('node:path');

const root = dirname(__dirname);
const folder = join(root, 'generated');

/** A schema without the texts for editors: the validator keeps the schema with each problem. */
function withoutDescriptions(schema) {
  return JSON.parse(
    JSON.stringify(schema, (name, value) => (name === 'description' && typeof value === 'string' ? undefined : value)),
  );
}

/** Code that validates by a schema, made by Ajv: compiling a schema at each start would take longer than the check. */
function validatorOf(name, options, others = []) {
  const type = `validate${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    [`${name}-validator.d.ts`]: {
      from: [],
      text: () => `import type { DefinedError } from 'ajv';

export const ${type}: {
  (value: unknown): boolean;
  readonly errors?: readonly DefinedError[] | null;
};
`,
    },
    [`${name}-validator.js`]: {
      from: [name, ...others].map((one) => `${one}.schema.json`),
      text: () => {
        const { default: Ajv } = require('ajv');
        const { default: standalone } = require('ajv/dist/standalone');
        // A function for each definition: with the definitions inlined, the code is half as long again.
        const ajv = new Ajv({
          ...options,
          strictRequired: false,
          allowUnionTypes: true,
          inlineRefs: false,
          code: { source: true },
        });
        // What a person reads who wrote something else: our own member of a schema.
        ajv.addVocabulary(['x-problem']);
        // The names in its references.
        for (const one of others)
          ajv.addSchema(withoutDescriptions(require(`../schemas/${one}.schema.json`)), `${one}.schema.json`);
        ajv.addSchema(withoutDescriptions(require(`../schemas/${name}.schema.json`)), name);
        // Each problem has the part of the schema around it. The part itself is never read, and is a tenth of the code; of the path to it,
        // only these two steps are.
        return standalone(ajv, { [type]: name })
          .replaceAll(/,schema:[^,{}]+(?=,parentSchema:)/g, '')
          .replaceAll(/schemaPath:"(?![^"]*\/(?:oneOf|then)\/)[^"]*"/g, 'schemaPath:""');
      },
    },
  };
}

const products = {
  'resource-types.ts': {
    from: ['types/types.json', 'types/rules.js', 'types/exceptions.js', 'types/classify.js', 'types/generate.js'],
    text: () => {
      const { generate } = require('../schemas/types/generate.js');
      return generate(require('../schemas/types/types.json'));
    },
  },
  'sdk-calls.ts': {
    from: ['calls/calls.txt', 'calls/generate.js'],
    text: () => require('../schemas/calls/generate.js').generate(),
  },
  ...typesOf('Settings', 'settings.schema.json'),
  ...typesOf('Contract', 'contract.schema.json'),
  ...typesOf('Report', 'report.schema.json'),
  // Every problem, with the part of the schema that it breaks: our own words for it are there.
  // Without Ajv's messages: the words of each problem are in the schema.
  ...validatorOf('contract', { allErrors: true, verbose: true, messages: false }),
  ...validatorOf('evidence', {}),
  // The times are written by us, and the formats of Ajv are a package of their own.
  ...validatorOf('audit', { validateFormats: false }, ['report']),
};

/** The types of what a schema describes: generated/report-types.d.ts. */
function typesOf(name, schema) {
  return {
    [`${name.toLowerCase()}-types.d.ts`]: {
      from: [schema, 'declarations.js'],
      text: () => require('../schemas/declarations.js').declarationsOf(require(`../schemas/${schema}`), name),
    },
  };
}

/** Writes what is older than a schema that it is made from. */
function generate() {
  mkdirSync(folder, { recursive: true });
  for (const [name, { from, text }] of Object.entries(products)) {
    const file = join(folder, name);
    const sources = [__filename, ...from.map((source) => join(root, 'schemas', source))];
    if (existsSync(file) && sources.every((source) => statSync(source).mtimeMs <= statSync(file).mtimeMs)) continue;
    const aside = `${file}.${process.pid}`;
    writeFileSync(aside, text());
    renameSync(aside, file);
  }
}

module.exports = { generate };

if (require.main === module) generate();
