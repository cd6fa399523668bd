import { attribute, isList, isObject, Unknown, type Value } from '../../model';

/** The steps of a reference: `aws_iam_role`, `execution`, `arn`, or what stands between brackets. */
export type Reference = readonly string[];

/** The part of a value that the steps of a reference lead to; `text` is the reference as written. */
export function within(value: Value, path: Reference, text: string): Value {
  let current: Value | undefined = value;
  for (const name of path) {
    if (current instanceof Unknown) return current;
    if (isObject(current)) current = attribute(current, name);
    else if (isList(current) && /^\d+$/.test(name)) current = current[Number(name)];
    else current = undefined;
  }
  return current === undefined ? new Unknown(`"${text}" is not there`, [text]) : current;
}
