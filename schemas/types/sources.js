// Reads what resource types a provider has, and what arguments each takes: from Terraform itself, and from the bindings of CDKTF.
// A digest is { managed, data, ephemeral }, each { type: { attribute: { settable, required, inner } } }: `inner` are the names that can be
// set at any depth inside the attribute.
const { spawnSync } = require('node:child_process');
const { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

/** `terraform providers schema -json` of hashicorp/aws; from a folder of plugins where one is given, else from the registry. */
function readTerraform({ terraform = 'terraform', plugins, version }) {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-types-'));
  // A configuration file of the user's that is not there would put a warning before every answer.
  const { TF_CLI_CONFIG_FILE: config, ...environment } = process.env;
  const env = { ...environment, ...(config && existsSync(config) ? { TF_CLI_CONFIG_FILE: config } : {}) };
  const run = (...command) => {
    const options = { cwd: folder, env, encoding: 'utf8', maxBuffer: 2 ** 28 };
    const { status, stdout, stderr, error } = spawnSync(terraform, command, options);
    if (status !== 0)
      throw new Error(`terraform ${command[0]}: ${error ? error.message : `${stdout}${stderr}`.trim()}`);
    return stdout;
  };
  try {
    const aws = { source: 'hashicorp/aws', version };
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify({ terraform: { required_providers: { aws } } }));
    run('init', '-backend=false', '-input=false', '-no-color', ...(plugins ? [`-plugin-dir=${plugins}`] : []));
    const text = run('providers', 'schema', '-json');
    const [schema] = Object.values(JSON.parse(text.slice(text.indexOf('{'))).provider_schemas);
    return {
      managed: mapValues(schema.resource_schemas, attributesOfBlock),
      data: mapValues(schema.data_source_schemas, attributesOfBlock),
      ephemeral: mapValues(schema.ephemeral_resource_schemas ?? {}, attributesOfBlock),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** https://developer.hashicorp.com/terraform/cli/commands/providers/schema#block-representation */
function attributesOfBlock({ block }) {
  const all = {};
  for (const [name, one] of Object.entries(block.attributes ?? {})) {
    const inner = isSettable(one) ? sorted(namesOfAttribute(one)) : [];
    all[name] = { settable: isSettable(one), required: one.required === true, inner };
  }
  for (const [name, { block: inner, min_items: least = 0 }] of Object.entries(block.block_types ?? {})) {
    all[name] = { settable: true, required: least > 0, inner: sorted(namesOfBlock(inner)) };
  }
  return all;
}

function isSettable({ required, optional }) {
  return Boolean(required || optional);
}

function namesOfBlock({ attributes = {}, block_types: blocks = {} }) {
  return [
    ...Object.entries(attributes).flatMap(([name, one]) => (isSettable(one) ? [name, ...namesOfAttribute(one)] : [])),
    ...Object.entries(blocks).flatMap(([name, { block }]) => [name, ...namesOfBlock(block)]),
  ];
}

function namesOfAttribute({ type, nested_type: nested }) {
  return nested ? namesOfBlock(nested) : namesOfType(type);
}

/** Types are written as "string", ["list", TYPE] or ["object", { name: TYPE }]. */
function namesOfType(type) {
  if (!Array.isArray(type)) return [];
  if (type[0] !== 'object') return namesOfType(type[1]);
  return Object.entries(type[1]).flatMap(([name, inner]) => [name, ...namesOfType(inner)]);
}

/** The same from the bindings of CDKTF, which are made from a provider's schema. */
function readBindings(library) {
  const found = { managed: {}, data: {}, ephemeral: {} };
  for (const folder of readdirSync(library).sort()) {
    const file = join(library, folder, 'index.js');
    if (folder === 'provider' || !existsSync(file)) continue;
    const text = readFileSync(file, 'utf8');
    const type = /[.\s]tfResourceType = "(\w+)"/.exec(text)?.[1];
    const kind = /^class \w+ extends cdkt[fn]\.Terraform(Resource|DataSource) /m.exec(text);
    if (type === undefined || kind === null) continue;
    const structs = new Map();
    for (const [, name, members] of text.matchAll(
      /^function (\w+ToTerraform)\([^]*?\n {4}return \{\n([^]*?) {4}\};/gm,
    )) {
      structs.set(name, membersOf(members));
    }
    const own = text.slice(kind.index);
    const set = membersOf(/\n {4}synthesizeAttributes\(\) \{\n {8}return \{\n([^]*?) {8}\};/.exec(own)?.[1] ?? '');
    const all = {};
    for (const [, name] of own.matchAll(/(?:\.get\w+Attribute\(|\(this, )['"](\w+)['"]/g))
      all[name] = { settable: false, required: false, inner: [] };
    // What may be left out can be set back.
    const resettable = new Set([...own.matchAll(/^ {4}reset(\w+)\(\) \{$/gm)].map(([, name]) => name.toLowerCase()));
    for (const [name, struct] of set) {
      const required = !resettable.has(name.replaceAll('_', ''));
      all[name] = { settable: true, required, inner: sorted(innerNames(structs, struct)) };
    }
    found[kind[1] === 'Resource' ? 'managed' : 'data'][type] = all;
  }
  return found;
}

/** The lines `name: …` of an object, each with the function that writes its parts, if it has one. */
function membersOf(text) {
  return [...text.matchAll(/^ +(\w+): (.*),$/gm)].map(([, name, how]) => [name, /(\w+ToTerraform)\b/.exec(how)?.[1]]);
}

function innerNames(structs, struct, seen = new Set()) {
  if (!structs.has(struct) || seen.has(struct)) return [];
  const deeper = new Set([...seen, struct]);
  return structs.get(struct).flatMap(([name, inner]) => [name, ...innerNames(structs, inner, deeper)]);
}

/** Everything that any of the sources has. Required is what each of them that has the type requires. */
function union(digests) {
  const all = { managed: {}, data: {}, ephemeral: {} };
  for (const digest of digests) {
    for (const mode of Object.keys(all)) {
      for (const [type, attributes] of Object.entries(digest[mode])) {
        all[mode][type] = Object.hasOwn(all[mode], type) ? both(all[mode][type], attributes) : attributes;
      }
    }
  }
  return all;
}

function both(one, other) {
  const absent = { settable: false, required: false, inner: [] };
  return Object.fromEntries(
    Object.keys({ ...one, ...other }).map((name) => {
      const { [name]: here = absent } = one;
      const { [name]: there = absent } = other;
      return [
        name,
        {
          settable: here.settable || there.settable,
          required: here.required && there.required,
          inner: sorted([...here.inner, ...there.inner]),
        },
      ];
    }),
  );
}

/** One line a type: `name` can be set, `name*` must be, `name!` cannot be, `name(inner inner)` has parts. */
function toLines(digest) {
  return mapValues(digest, (types) =>
    mapValues(types, (attributes) =>
      sorted(Object.keys(attributes))
        .map((name) => {
          const { settable, required, inner } = attributes[name];
          return name + (required ? '*' : settable ? '' : '!') + (inner.length > 0 ? `(${inner.join(' ')})` : '');
        })
        .join(' '),
    ),
  );
}

function fromLines(lines) {
  return mapValues(lines, (types) =>
    mapValues(types, (line) =>
      Object.fromEntries(
        [...line.matchAll(/(\w+)([!*]?)(?:\(([^)]*)\))?/g)].map(([, name, mark, inner]) => [
          name,
          { settable: mark !== '!', required: mark === '*', inner: inner ? inner.split(' ') : [] },
        ]),
      ),
    ),
  );
}

function mapValues(object, of) {
  return Object.fromEntries(
    Object.keys(object)
      .sort()
      .map((name) => [name, of(object[name])]),
  );
}

function sorted(names) {
  return [...new Set(names)].sort();
}

module.exports = { fromLines, readBindings, readTerraform, toLines, union };
