import {
  conditionsOf,
  DocumentRefused,
  documentText,
  mergeDocuments,
  readSource,
  sidOf,
  type MergedDocument,
} from './policy-merge';
import { asText } from '../expressions/conversions';
import { attribute, isList, isObject, Unknown, unknownsIn, type ValueObject } from '../../model';

const versions = ['2008-10-17', '2012-10-17'];
const argumentNames = new Set([
  ...['statement', 'version', 'policy_id', 'source_policy_documents', 'override_policy_documents'],
  ...['source_json', 'override_json', '//'],
]);
const statementArguments = new Set([
  ...['sid', 'effect', 'actions', 'not_actions', 'resources', 'not_resources'],
  ...['principals', 'not_principals', 'condition', '//'],
]);

/**
 * Computes the `json` of a data source `aws_iam_policy_document` as the provider does; Unknown, with the reason, if an argument is not
 * known, if the provider would refuse it, or if the provider reads it in an unsupported way.
 * https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document
 */
export function policyDocumentJson(values: ValueObject): string | Unknown {
  const [first] = unknownsIn(values);
  if (first) return first.unknown;
  try {
    return documentText(merged(values));
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    return new Unknown(error.message);
  }
}

function merged(values: ValueObject): MergedDocument {
  refuseStrange(values, argumentNames);
  for (const old of ['source_json', 'override_json']) {
    if (text(values, old) !== '')
      throw new DocumentRefused(`${old} is used by old providers and ignored by newer ones`);
  }
  const sources = documents(values, 'source_policy_documents');
  refuseRepeatedSids(sources.flatMap(({ statements }) => statements));
  const all = [...sources, ownDocument(values), ...documents(values, 'override_policy_documents')];
  return mergeDocuments(all);
}

function ownDocument(values: ValueObject): MergedDocument {
  const version = text(values, 'version', '2012-10-17');
  if (!versions.includes(version)) throw new DocumentRefused('its version is not an IAM policy version');
  const statements = blocks(values, 'statement').map((block) => ownStatement(block, version));
  refuseRepeatedSids(statements);
  return { id: text(values, 'policy_id'), version, statements };
}

function ownStatement(block: ValueObject, version: string): ValueObject {
  refuseStrange(block, statementArguments);
  const effect = text(block, 'effect', 'Allow');
  if (effect !== 'Allow' && effect !== 'Deny')
    throw new DocumentRefused('the effect of a statement is neither Allow nor Deny');
  const sid = text(block, 'sid');
  if (!/^[a-zA-Z0-9]*$/.test(sid)) throw new DocumentRefused('a sid has characters that are not letters or digits');
  const withVariables = (name: string) => set(block, name).map((item) => variablesIn(item, version));
  const conditions = blocks(block, 'condition').map((condition) => ({
    operator: text(condition, 'test'),
    key: text(condition, 'variable'),
    values: texts(condition, 'values').map((item) => variablesIn(item, version)),
  }));
  return Object.fromEntries(
    Object.entries({
      Sid: sid || undefined,
      Effect: effect,
      Action: oneOrMore(set(block, 'actions')),
      NotAction: oneOrMore(set(block, 'not_actions')),
      Resource: oneOrMore(withVariables('resources')),
      NotResource: oneOrMore(withVariables('not_resources')),
      Principal: principals(block, 'principals', version),
      NotPrincipal: principals(block, 'not_principals', version),
      Condition: conditions.length === 0 ? undefined : conditionsOf(conditions),
    }).filter((pair): pair is [string, string | readonly string[] | ValueObject] => pair[1] !== undefined),
  );
}

/** The provider writes policy variables as `&{…}`, so that Terraform does not read them as templates. */
function variablesIn(item: string, version: string): string {
  if (version === '2008-10-17' && item.includes('&{'))
    throw new DocumentRefused('it has "&{" in a version without variables');
  return item.replaceAll('&{', '${');
}

function principals(block: ValueObject, name: string, version: string): string | ValueObject | undefined {
  const kinds = new Map<string, readonly string[]>();
  for (const principal of blocks(block, name)) {
    const kind = text(principal, 'type');
    const identifiers = set(principal, 'identifiers').map((item) => variablesIn(item, version));
    kinds.set(kind, [...(kinds.get(kind) ?? []), ...identifiers]);
  }
  if (kinds.size === 0) return undefined;
  if (kinds.size === 1 && kinds.get('*')?.join() === '*') return '*';
  return Object.fromEntries([...kinds].map(([kind, items]) => [kind, oneOrMore(items) ?? []]));
}

function refuseStrange(values: ValueObject, known: ReadonlySet<string>): void {
  const strange = Object.keys(values).find((name) => !known.has(name));
  if (strange !== undefined)
    throw new DocumentRefused(`it has an argument ${JSON.stringify(strange)} that is not understood`);
}

function refuseRepeatedSids(statements: readonly ValueObject[]): void {
  const sids = statements.map(sidOf).filter((sid) => sid !== '');
  if (new Set(sids).size < sids.length) throw new DocumentRefused('a Sid is repeated, which the provider refuses');
}

function documents(values: ValueObject, name: string): MergedDocument[] {
  return texts(values, name).map(readSource);
}

function blocks(values: ValueObject, name: string): readonly ValueObject[] {
  const value = attribute(values, name) ?? [];
  const items = isList(value) ? value : [value];
  return items.map((item) => {
    // A list inside is one block in parts; without a part, it is an empty block.
    const block = isList(item) && item.length === 1 ? item[0] : item;
    if (!isObject(block)) throw new DocumentRefused(`${name} is not a block`);
    return block;
  });
}

function text(values: ValueObject, name: string, otherwise = ''): string {
  const written = asText(attribute(values, name) ?? otherwise);
  if (typeof written !== 'string') throw new DocumentRefused(`${name} is not a text`);
  return written;
}

function texts(values: ValueObject, name: string): readonly string[] {
  const value = attribute(values, name) ?? [];
  if (!isList(value)) throw new DocumentRefused(`${name} is not a list`);
  return value.map((item) => {
    const written = asText(item);
    if (typeof written !== 'string') throw new DocumentRefused(`${name} contains a value that is not a string`);
    return written;
  });
}

/** A set has no repetitions; the provider writes it in reverse order. */
function set(values: ValueObject, name: string): readonly string[] {
  return [...new Set(texts(values, name))].sort().reverse();
}

function oneOrMore(items: readonly string[]): string | readonly string[] | undefined {
  const [first] = items;
  return items.length > 1 ? items : first;
}
