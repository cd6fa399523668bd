import type { Block } from './blocks';
import { mapOf, setOf } from '../expressions/collections';
import { isTemplate } from '../expressions/template';
import { asText, valueAsTerraformReads } from '../expressions/conversions';
import { attribute, isList, isObject, textsIn, Unknown, type Value } from '../../model';

/** A variable with its value if nothing outside sets it. */
export interface Variable {
  readonly value: Value;
  readonly isSensitive: boolean;
}

/**
 * The values of a configuration's variables: from the variable files of the folder, or their defaults. Neither is a template.
 * https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence
 */
export function variablesOf(
  blocks: readonly Block[],
  values: ReadonlyMap<string, Value>,
): ReadonlyMap<string, Variable> {
  const variables = new Map<string, Variable>();
  for (const { labels, body } of blocks) {
    const [name = ''] = labels;
    const isTwice = variables.has(name);
    const given = values.get(name);
    const value = isTwice ? new Unknown(`variable "${name}" is declared twice`) : valueOf(name, body, given);
    const mark = attribute(body, 'sensitive');
    variables.set(name, { value, isSensitive: mark !== undefined && mark !== null && mark !== false });
  }
  return variables;
}

function valueOf(name: string, body: Block['body'], given: Value | undefined): Value {
  const nothing = new Unknown(`variable "${name}" has no value in the input`, [`var.${name}`]);
  const isNullable = switchOf(body, 'nullable', true);
  if (switchOf(body, 'ephemeral', false) !== false || isNullable === undefined) return nothing;
  const written = given === null && !isNullable ? undefined : given;
  const fallback = attribute(body, 'default');
  if (written === undefined && fallback === undefined) return nothing;
  if (written === undefined && [...textsIn(fallback ?? null)].some(({ text }) => isTemplate(text))) {
    return new Unknown(`the default of variable "${name}" is an expression`);
  }
  const type = attribute(body, 'type') ?? 'any';
  const converted = asType(valueAsTerraformReads(written ?? (written === null ? null : (fallback ?? null))), type);
  return converted ?? new Unknown(`variable "${name}" has a type that can change its value`);
}

/** A switch, or its default; undefined if it is an expression. Terraform reads the text "true" as true. */
function switchOf(body: Block['body'], name: string, byDefault: boolean): boolean | undefined {
  const value = attribute(body, name) ?? byDefault;
  return value === true || value === 'true' || (value === false || value === 'false' ? false : undefined);
}

/** A value converted to a variable's type; undefined if the result is not certain. */
function asType(value: Value, type: Value): Value | undefined {
  if (typeof type !== 'string') return undefined;
  const written = type.replace(/^\$\{(.*)\}$/, '$1').trim();
  if (value === null || written === 'any') return value;
  switch (written) {
    case 'string': {
      const text = asText(value);
      return typeof text === 'string' ? text : undefined;
    }
    case 'number':
      return typeof value === 'number' ? value : undefined;
    case 'bool':
      return typeof value === 'boolean' ? value : undefined;
    default:
      return asCollection(value, /^(list|set|map)\(\s*(?:string|any)\s*\)$/.exec(written)?.[1]);
  }
}

/** A list, a set or a map of texts. */
function asCollection(value: Value, kind: string | undefined): Value | undefined {
  const items = isList(value) ? value : isObject(value) ? Object.values(value) : [];
  if (!items.every((one) => typeof one === 'string')) return undefined;
  if (kind === 'map') return isObject(value) ? mapOf(value) : undefined;
  if (!isList(value)) return undefined;
  return kind === 'set' ? setOf(value) : kind === 'list' ? value : undefined;
}
