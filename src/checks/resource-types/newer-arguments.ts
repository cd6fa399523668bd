import { isList, isObject, Unknown, type Resource, type Value } from '../../model';
import type { TypeEntry } from './table';

/** Words of a name by which an argument, or a part of one, may say who may do something, or carry a document or a program that does. */
const mayMatter =
  /role|polic|principal|permission|grant|acl|trust|allow|access|auth|public|shar|account|user|admin|owner|member|invok|iam|credential|identit|secret|tenant|organi|cross|delegat|assum|privilege|template|body|content|document|manifest|definition|schema|script|command|code|file|uri|url|arn/;

/** Texts of settings: one word or a few, such as `ENABLED`, `eu-west-1` or `2.1`. No JSON, ARN, pattern, reference or address has this form. */
const setting = /^[A-Za-z0-9][A-Za-z0-9_. -]{0,63}$/;

/** Texts that admit everybody, and numbers of accounts, unique ids of IAM and canonical ids. */
const namesSomebody = /^(?:all|any|none|open|public|anonymous)|every|world|\d{12}|A[A-Z0-9]{15}|[0-9a-f]{32}/i;

/**
 * Whether an argument that the list of types does not know can be assumed to grant nothing, if the provider is newer than the list: no argument of its
 * type has to do with rights, neither has its own name, and its value is a known setting that is not one of these names.
 */
export function grantsNothingNew(
  entry: TypeEntry | undefined,
  { values, sensitive }: Pick<Resource, 'values' | 'sensitive'>,
  argument: string,
  named: readonly string[],
): boolean {
  if (entry?.class !== 'plain' || !entry.isFarFromRights || entry.grants.length > 0) return false;
  return !mayMatter.test(argument) && !sensitive.has(argument) && isSetting(values[argument], named);
}

function isSetting(value: Value | undefined, named: readonly string[]): boolean {
  if (value instanceof Unknown) return false;
  if (typeof value === 'string') return isHarmlessText(value, named);
  if (isList(value)) return value.every((item) => isSetting(item, named));
  if (!isObject(value)) return true;
  return Object.entries(value).every(([key, inner]) => !mayMatter.test(key) && isSetting(inner, named));
}

function isHarmlessText(text: string, named: readonly string[]): boolean {
  if (text === '') return true;
  const small = text.toLowerCase();
  return setting.test(text) && !namesSomebody.test(text) && !named.some((name) => small.includes(name.toLowerCase()));
}
