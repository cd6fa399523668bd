import { parseJson } from '../../json';
import { isObject, type Value, type ValueObject } from '../../model';

/** A policy document as the provider builds it. */
export interface MergedDocument {
  readonly id: string;
  readonly version: string;
  readonly statements: readonly ValueObject[];
}

/** Thrown if the provider refuses a document, or treats it in an unsupported way. */
export class DocumentRefused extends Error {
  override readonly name = 'DocumentRefused';
}

/**
 * Merges documents as the provider does: a statement replaces an earlier one with the same Sid, every other is added; the later Id and the
 * greater version win.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document#override_policy_documents-1
 */
export function mergeDocuments(documents: readonly MergedDocument[]): MergedDocument {
  const statements: ValueObject[] = [];
  const placeOfSid = new Map<string, number>();
  let [id, version] = ['', ''];
  for (const document of documents) {
    if (document.id !== '') id = document.id;
    if (document.version > version) version = document.version;
    for (const statement of document.statements) {
      const sid = sidOf(statement);
      const at = sid === '' ? undefined : placeOfSid.get(sid);
      if (at === undefined && sid !== '') placeOfSid.set(sid, statements.length);
      statements[at ?? statements.length] = statement;
    }
  }
  return { id, version, statements };
}

/** The Sid of a statement; empty if it has none, and then it replaces nothing. */
export function sidOf(statement: ValueObject): string {
  return typeof statement.Sid === 'string' ? statement.Sid : '';
}

/** The text that the provider returns. */
export function documentText({ id, version, statements }: MergedDocument): string {
  const members = { Version: version || undefined, Id: id || undefined };
  return JSON.stringify({ ...members, Statement: statements.length > 0 ? statements : undefined });
}

const documentNames = ['Version', 'Id', 'Statement'];
const statementNames = [
  ...['Sid', 'Effect', 'Action', 'NotAction', 'Resource', 'NotResource', 'Principal', 'NotPrincipal', 'Condition'],
];

/**
 * Reads a document that the provider gets as a string. The provider reads it leniently: it drops unknown names, accepts names in any case,
 * and loses numbers in conditions. A document in which that could matter is refused.
 */
export function readSource(text: string): MergedDocument {
  let value: Value;
  try {
    value = parseJson(text);
  } catch {
    throw new DocumentRefused('a document in it is not JSON, or repeats a key');
  }
  const document = onlyWith(documentNames, value, 'a document in it');
  const statements = document.Statement ?? [];
  if (!Array.isArray(statements)) throw new DocumentRefused('the Statement of a document in it is not a list');
  return {
    id: textAt(document, 'Id'),
    version: textAt(document, 'Version'),
    statements: (statements as readonly Value[]).map(readStatement),
  };
}

function readStatement(value: Value): ValueObject {
  const statement = onlyWith(statementNames, value, 'a statement of a document in it');
  const members: [string, Value | undefined][] = statementNames.map((name) => {
    const member = statement[name];
    if (name === 'Sid' || name === 'Effect') return [name, textAt(statement, name) || undefined];
    if (name === 'Principal' || name === 'NotPrincipal') return [name, principals(member)];
    return [name, name === 'Condition' ? conditions(member) : (member ?? undefined)];
  });
  return Object.fromEntries(members.filter((pair): pair is [string, Value] => pair[1] !== undefined));
}

function onlyWith(names: readonly string[], value: Value, what: string): ValueObject {
  if (!isObject(value)) throw new DocumentRefused(`${what} is not an object`);
  const strange = Object.keys(value).find((name) => !names.includes(name));
  if (strange === undefined) return value;
  throw new DocumentRefused(`${what} has an element ${JSON.stringify(strange)}, which the provider may change`);
}

function textAt(object: ValueObject, name: string): string {
  const value = object[name] ?? '';
  if (typeof value !== 'string') throw new DocumentRefused(`the ${name} of a document in it is not a text`);
  return value;
}

/** The provider reads every principal that is a single string as `*`. An empty list of principals is left out. */
function principals(value: Value | undefined): Value | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'string') return '*';
  if (!isObject(value)) throw new DocumentRefused('a principal in it is not understood');
  const entries = Object.entries(value);
  if (entries.length === 0) return undefined;
  if (!entries.every(([, names]) => areTexts(names))) throw new DocumentRefused('a principal in it is not a text');
  const [[kind, names] = ['', '']] = entries;
  return entries.length === 1 && kind === '*' && areTexts(names) && [names].flat().join() === '*' ? '*' : value;
}

function conditions(value: Value | undefined): Value | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw new DocumentRefused('a condition in it is not understood');
  const blocks = Object.entries(value).flatMap(([operator, keys]) => {
    if (!isObject(keys)) throw new DocumentRefused('a condition in it is not understood');
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: conditionValues(values) }));
  });
  return blocks.length === 0 ? undefined : conditionsOf(blocks);
}

function conditionValues(value: Value): readonly string[] {
  if (typeof value === 'boolean') return [String(value)];
  if (areTexts(value)) return typeof value === 'string' ? [value] : value;
  throw new DocumentRefused('a value of a condition in it is not a text, and the provider may drop it');
}

/** Values of the same operator and key are joined, so that they are alternatives. */
export function conditionsOf(
  blocks: readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[],
): ValueObject {
  const joined = new Map<string, Map<string, readonly string[]>>();
  for (const { operator, key, values } of blocks) {
    const keys = joined.get(operator) ?? new Map<string, readonly string[]>();
    joined.set(operator, keys.set(key, [...(keys.get(key) ?? []), ...values]));
  }
  const single = ([key, values]: [string, readonly string[]]): [string, Value] => [
    key,
    values.length === 1 ? (values[0] ?? '') : values,
  ];
  return Object.fromEntries(
    [...joined].map(([operator, keys]) => [operator, Object.fromEntries([...keys].map(single))]),
  );
}

function areTexts(value: Value): value is string | readonly string[] {
  return typeof value === 'string' || (Array.isArray(value) && value.every((item) => typeof item === 'string'));
}
