// Writes TypeScript declarations from a JSON Schema, with its descriptions as comments: what the library takes and returns is typed by
// the same schema that validates it.

/** The declarations of a schema: its root under `name`, and each of its definitions. */
function declarationsOf(schema, name) {
  const { definitions = {} } = schema;
  const all = [[name, schema], ...Object.entries(definitions).map(([key, value]) => [typeName(name, key), value])];
  return all.map(([key, value]) => declaration(key, value, name)).join('\n');
}

/** The name of a definition: `check` of a Report is ReportCheck. */
function typeName(root, key) {
  return `${root}${key[0].toUpperCase()}${key.slice(1)}`;
}

function declaration(key, schema, root) {
  const text = typeOf(schema, root, '');
  const start = commentOf(schema, '');
  return text.startsWith('{') && text.indexOf('\n}') === text.length - 2
    ? `${start}export interface ${key} ${text}\n`
    : `${start}export type ${key} = ${text};\n`;
}

/** The type of a schema. Conditions on values (`pattern`, `if`, `not`) are left to the validation. */
function typeOf(schema, root, indent) {
  if (schema === true || schema === undefined) return 'unknown';
  if (schema.$ref !== undefined) return typeName(root, schema.$ref.replace('#/definitions/', ''));
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum !== undefined) return union(schema.enum.map((value) => JSON.stringify(value)));
  if (Array.isArray(schema.type)) return union(schema.type.map((type) => typeOf({ ...schema, type }, root, indent)));
  if (schema.type === undefined) {
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices !== undefined) return union(choices.map((choice) => typeOf(choice, root, indent)));
    // All of them hold; those without a type only restrict the values.
    const parts = (schema.allOf ?? []).map((part) => typeOf(part, root, indent)).filter((type) => type !== 'unknown');
    if (parts.length > 0) return parts.join(' & ');
  }
  const simple = { string: 'string', integer: 'number', number: 'number', boolean: 'boolean', null: 'null' };
  if (simple[schema.type] !== undefined) return simple[schema.type];
  if (schema.type === 'array') return `readonly ${inParentheses(typeOf(schema.items, root, indent))}[]`;
  return schema.type === 'object' || schema.properties !== undefined ? objectType(schema, root, indent) : 'unknown';
}

function objectType({ properties = {}, required = [], additionalProperties }, root, indent) {
  const inner = `${indent}  `;
  const members = Object.entries(properties).map(([name, schema]) => {
    const key = /^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name);
    const mark = required.includes(name) ? '' : '?';
    return `${commentOf(schema, inner)}${inner}readonly ${key}${mark}: ${typeOf(schema, root, inner)};\n`;
  });
  if (members.length > 0) return `{\n${members.join('')}${indent}}`;
  const values = additionalProperties === false ? 'never' : typeOf(additionalProperties, root, inner);
  return `Readonly<Record<string, ${values}>>`;
}

function union(types) {
  return [...new Set(types.map((type) => (type.startsWith('readonly ') ? `(${type})` : type)))].join(' | ');
}

function inParentheses(type) {
  return /[|&]|^readonly /.test(type) && !type.startsWith('{') ? `(${type})` : type;
}

function commentOf({ description }, indent) {
  return description === undefined ? '' : `${indent}/** ${description.replaceAll('*/', '*\\/')} */\n`;
}

module.exports = { declarationsOf };
