import { longestOf, originOf, referencesOf, writtenIn, type Written } from '../leads/configured-expression';
import { attribute, isList, isObject, Unknown, type Value, type ValueObject } from '../../model';

/**
 * Reads a value of a plan: known parts are in `after`; unknown parts are absent there (or null inside a list) and true in `after_unknown`.
 * https://developer.hashicorp.com/terraform/internals/json-format#change-representation
 */
function withUnknowns(known: Value | undefined, unknown: Value | undefined, written: Written): Value {
  if (unknown === true) return knownLater(written);
  if (isList(unknown)) {
    const items = isList(known) ? known : [];
    const length = Math.max(items.length, unknown.length);
    return Array.from({ length }, (_, index) =>
      withUnknowns(
        items[index],
        unknown[index],
        isMarked(unknown[index]) ? writtenIn(written, index, length) : written,
      ),
    );
  }
  if (isObject(unknown)) {
    const members = isObject(known) ? known : {};
    const names = new Set([...Object.keys(members), ...Object.keys(unknown)]);
    if (names.size === 0) return known ?? {};
    const member = (name: string): Value => {
      const mark = attribute(unknown, name);
      return withUnknowns(attribute(members, name), mark, isMarked(mark) ? writtenIn(written, name, 1) : written);
    };
    return Object.fromEntries([...names].map((name) => [name, member(name)]));
  }
  return known ?? null;
}

/** Names what it waits for, without prefixes: of `aws_iam_user.ci.arn` and `aws_iam_user.ci` only the longer one. */
function knownLater(written: Written): Unknown {
  const references = typeof written === 'string' ? [] : written.expressions.flatMap(referencesOf);
  const [first, ...more] = longestOf(references);
  const others = more.length === 0 ? '' : ` and ${more.length} more`;
  const reason = `it is known only after the apply${first === undefined ? '' : `, because it is made from ${first}${others}`}`;
  return new Unknown(reason, references, originOf(written));
}

/** The attributes of a resource, each with what its expression refers to. */
export function attributesOf(
  known: Value | undefined,
  unknown: Value | undefined,
  written: (name: string) => Written,
): ValueObject {
  if (unknown === undefined || unknown === false) return isObject(known) ? known : {};
  if (!isObject(unknown)) return {};
  const members = isObject(known) ? known : {};
  if (!isMarked(unknown)) return members;
  const attributes: [string, Value][] = Object.entries(members).filter(
    ([name]) => attribute(unknown, name) === undefined,
  );
  for (const [name, part] of Object.entries(unknown)) {
    attributes.push([name, withUnknowns(attribute(members, name), part, written(name))]);
  }
  return Object.fromEntries(attributes);
}

const none: ReadonlySet<string> = new Set();

/** The attributes that are sensitive, wholly or in part; all of them if the mark is on the whole. */
export function sensitiveAttributes(marks: Value | undefined, values: ValueObject): ReadonlySet<string> {
  if (marks === true) return new Set(Object.keys(values));
  if (!isObject(marks) || !isMarked(marks)) return none;
  return new Set(Object.keys(marks).filter((name) => isMarked(attribute(marks, name))));
}

/** Whether any part is marked. */
export function isMarked(mark: Value | undefined): boolean {
  if (isList(mark)) return mark.some(isMarked);
  if (!isObject(mark)) return mark === true;
  for (const name in mark) if (isMarked(mark[name])) return true;
  return false;
}
