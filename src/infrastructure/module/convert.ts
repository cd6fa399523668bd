import { isArray, isObject, parseJson, type Json, type JsonObject } from '../../json';
import { Call, Expression, type Item, type Value } from './hcl';
import { isBlock, takesTags } from './types';

/** The arguments that hold a JSON document. Other texts of JSON are templates, whose characters count. */
const documents: ReadonlySet<string> = new Set(['assume_role_policy', 'event_pattern', 'policy']);

/** The arguments that hold references, which are plain strings in JSON. */
const references: ReadonlySet<string> = new Set(['depends_on', 'replace_triggered_by']);

/** The file of a state machine's definition. */
export const definitionFile = 'state-machine.asl.json';

/** A resource of a stack as a block. */
export function resourceBlock(type: string, name: string, body: JsonObject): Item {
  const members = Object.entries(body).filter(([argument]) => argument !== '//');
  const tags: Item[] = takesTags(type) ? [{ kind: 'argument', name: 'tags', value: new Expression('local.tags') }] : [];
  return { kind: 'block', name: 'resource', labels: [type, name], body: [...bodyOf(members), ...tags].sort(inOrder) };
}

/** The order that Terraform's style asks for: `for_each`, arguments, blocks, `lifecycle`, `depends_on`. */
function inOrder(left: Item, right: Item): number {
  return rankOf(left) - rankOf(right);
}

function rankOf(item: Item): number {
  if (item.kind === 'comment' || item.name === 'for_each') return 0;
  const last = ['lifecycle', 'depends_on'].indexOf(item.name);
  if (last >= 0) return last + 3;
  return item.kind === 'argument' ? 1 : 2;
}

function bodyOf(members: readonly (readonly [string, Json])[]): Item[] {
  return members.flatMap(([name, value]): Item[] => {
    if (isArray(value) && value.some(isObject)) return value.map((one) => blockOf(name, one));
    if (isObject(value) && isBlock(name)) return [blockOf(name, value)];
    return [{ kind: 'argument', name, value: argumentOf(name, value) }];
  });
}

function blockOf(name: string, value: Json): Item {
  if (!isObject(value) || !isBlock(name)) throw new Error(`${name}: is not a block`);
  return { kind: 'block', name, labels: [], body: bodyOf(Object.entries(value)).sort(inOrder) };
}

function argumentOf(name: string, value: Json): Value {
  if (name === 'definition') return new Expression(`jsonencode(jsondecode(file("\${path.module}/${definitionFile}")))`);
  if (references.has(name) && isArray(value)) return value.map(referenceOf);
  if (documents.has(name) && typeof value === 'string') return new Call('jsonencode', documentOf(parseJson(value)));
  return valueOf(value);
}

function referenceOf(value: Json): Expression {
  if (typeof value !== 'string') throw new Error('a reference is not a string');
  return new Expression(value);
}

/** A value whose strings are templates already, as all strings of a stack are. */
export function valueOf(value: Json): Value {
  if (typeof value === 'string') return textOf(value);
  if (isArray(value)) return value.map(valueOf);
  return isObject(value) ? mapped(value, valueOf) : value;
}

/** A value whose strings are texts. */
function documentOf(value: Json): Value {
  if (typeof value === 'string') return value.replace(/([$%])\{/g, '$1$1{');
  if (isArray(value)) return value.map(documentOf);
  return isObject(value) ? mapped(value, documentOf) : value;
}

function mapped(value: JsonObject, change: (one: Json) => Value): { readonly [name: string]: Value } {
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, change(one)]));
}

/** Throws on a template that is not one reference: quotes in it would have to stay as they are. */
function textOf(text: string): Value {
  const [, reference] = /^\$\{([a-z_][\w.]*)\}$/.exec(text) ?? [];
  if (reference !== undefined) return new Expression(reference);
  if (/(?:^|[^$])(?:\$\$)*\$\{|(?:^|[^%])(?:%%)*%\{/.test(text)) throw new Error(`${text}: is a template`);
  return text;
}
