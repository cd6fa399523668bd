// Writes the code that is made from the schemas: the validators of contracts and evidence (by Ajv), the types of the
// library, and the tables of the provider's resource types and of the calls of Step Functions. None of it is kept in git. What a reviewer reads are the schemas,
// schemas/types/classes.txt and schemas/calls/calls.txt.
const { existsSync, mkdirSync, renameSync, statSync, writeFileSync } = require('node:fs');
const { join, dirname } = require('node:path');

const root = dirname(__dirname);
const folder = join(root, 'generated');

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
  'validators.d.ts': {
    from: [],
    text: () => `import type { DefinedError } from 'ajv';

interface Validator {
  (value: unknown): boolean;
  readonly errors?: readonly DefinedError[] | null;
}

export const validateContract: Validator;
export const validateEvidence: Validator;
`,
  },
  ...typesOf('Settings', 'settings.schema.json'),
  ...typesOf('Contract', 'contract.schema.json'),
  ...typesOf('Report', 'report.schema.json'),
  'validators.js': {
    from: ['contract.schema.json', 'evidence.schema.json'],
    text: () => {
      const { default: Ajv } = require('ajv');
      const { default: standalone } = require('ajv/dist/standalone');
      // A function for each definition: with the definitions inlined, the code is half as long again.
      const ajv = new Ajv({
        allErrors: true,
        verbose: true,
        strictRequired: false,
        inlineRefs: false,
        code: { source: true },
      });
      // What a person reads who wrote something else: our own member of a schema.
      ajv.addVocabulary(['x-problem']);
      ajv.addSchema(require('../schemas/contract.schema.json'), 'contract');
      ajv.addSchema(require('../schemas/evidence.schema.json'), 'evidence');
      return standalone(ajv, { validateContract: 'contract', validateEvidence: 'evidence' });
    },
  },
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
