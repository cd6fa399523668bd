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
function validatorOf(name, { code = withShortErrors, others = [], file = `${name}-validator`, ...options } = {}) {
  const type = `validate${name.charAt(0).toUpperCase()}${name.slice(1)}`;
  return {
    [`${file}.d.ts`]: {
      from: [],
      text: () => `import type { DefinedError } from 'ajv';

export const ${type}: {
  (value: unknown): boolean;
  readonly errors?: readonly DefinedError[] | null;
};
`,
    },
    [`${file}.js`]: {
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
        return code(standalone(ajv, { [type]: name }));
      },
    },
  };
}

/** Each error has the part of the schema around it. The part itself is never read, and is a tenth of the code; of the path to it, only two steps are. */
function withShortErrors(code) {
  return code
    .replaceAll(/,schema:[^,{}]+(?=,parentSchema:)/g, '')
    .replaceAll(/schemaPath:"(?![^"]*\/(?:oneOf|then)\/)[^"]*"/g, 'schemaPath:""');
}

/**
 * Only whether a value is valid. The errors, and the schemas that they quote, are three quarters of the code; of a schema, the code itself reads only
 * the names of many members.
 */
function withoutErrors(code) {
  const error = /\{instancePath[^{}]*,schemaPath:[^{}]*,params:\{(?:[^{}"]|"(?:[^"\\]|\\.)*")*\}\}/g;
  const schema = /(?<=const schema\d+ = )\{.*?\}(?=;(?:const|function) )/g;
  const names = (text) => Object.keys(JSON.parse(text).properties ?? {}).map((name) => [name, 0]);
  return code
    .replaceAll(error, '0')
    .replaceAll(schema, (text) => JSON.stringify({ properties: Object.fromEntries(names(text)) }));
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
  // Every check loads the validator of contracts, and almost none the errors.
  ...validatorOf('contract', { code: withoutErrors, messages: false }),
  'contract-errors.d.ts': {
    from: [],
    text: () => `import type { DefinedError } from 'ajv';

export function errorsOf(contract: unknown): readonly DefinedError[];
`,
  },
  'contract-errors.js': {
    from: [],
    text: () => `exports.errorsOf = (contract) => {
  // Loaded now: a program has it in a file of its own.
  const { validateContract } = require('./parts/contract-errors');
  validateContract(contract);
  return validateContract.errors ?? [];
};
`,
  },
  // Every error, with the part of the schema that refuses the value: our own words for it are there. So Ajv's messages are not necessary.
  ...validatorOf('contract', {
    file: 'parts/contract-errors',
    allErrors: true,
    verbose: true,
    messages: false,
  }),
  ...validatorOf('evidence'),
  // The times are written by us, and the formats of Ajv are a package of their own.
  ...validatorOf('audit', { others: ['report'], validateFormats: false }),
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
  mkdirSync(join(folder, 'parts'), { recursive: true });
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
