import { isArray, isObject, memberOf, type Json } from '../../json';
import { nestedBlocks, textOf, Unknown, type Resource, type ValueObject } from '../../model';
import { notShown, type Difference, type NotShown, type Thing } from './difference';
import { samePolicy } from './documents';

/** A text of a stack; undefined if it is not written, Unknown if it is not known before the apply. */
type Text = string | Unknown | undefined;

/** The text of an argument in a nested block. */
export function inBlock(values: ValueObject, block: string, name: string): Text {
  const [first] = nestedBlocks(values, block);
  return first === undefined || first instanceof Unknown ? first : textOf(first, name);
}

/** A text that is known; otherwise an empty one, which no resource has. */
export function known(text: Text): string {
  return typeof text === 'string' ? text : '';
}

/** The values of an argument in the resources of one type that the settings make. */
export function madeIn(resources: readonly Resource[], type: string, argument = 'name'): ReadonlySet<string> {
  return new Set(resources.flatMap((one) => (one.type === type ? [known(textOf(one.values, argument))] : [])));
}

/** A text of an answer; empty if it has none. */
export function textOfMember(value: Json, name: string): string {
  const text = memberOf(value, name);
  return typeof text === 'string' ? text : '';
}

/** A value: its name in words, the text that the settings make, and the one in AWS. */
type Compared = readonly [value: string, wanted: Text, found: Json | undefined];

/** The differences of values. A value that is not known before an apply is not compared. */
export function valueDifferences(thing: Thing, compared: readonly Compared[]): (Difference | NotShown)[] {
  return compared.flatMap(([value, wanted, found]): (Difference | NotShown)[] => {
    const is = textOfJson(found);
    if (typeof wanted !== 'string' || is === wanted) return [];
    return [is === undefined ? notShown : { kind: 'value-differs', thing, value, is, wanted }];
  });
}

function textOfJson(value: Json | undefined): string | undefined {
  if (value === undefined || value === null || isArray(value) || isObject(value)) return undefined;
  return String(value);
}

/** The difference of a policy. An empty one is none. */
export function policyDifference(thing: Thing, document: string, wanted: Text, found: Json | undefined): Difference[] {
  if (wanted instanceof Unknown) return [];
  const text = typeof found === 'string' && found !== '' ? found : undefined;
  if (wanted === undefined || wanted === '')
    return text === undefined ? [] : [{ kind: 'document-extra', thing, document }];
  if (text === undefined) return [{ kind: 'document-missing', thing, document }];
  return samePolicy(wanted, text) === true ? [] : [{ kind: 'document-differs', thing, document }];
}

/** The elements of a list of an answer. */
export function itemsOf(value: Json | undefined, list: string): readonly Json[] {
  const items = memberOf(value, list);
  return isArray(items) ? items : [];
}
