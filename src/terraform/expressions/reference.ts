import { parseJsonString } from '../../json';
import { attribute, isList, isObject, madeOf, Unknown, type Value } from '../../model';

/** The steps of a reference: `aws_iam_role`, `execution`, `arn`, or the index in brackets. */
export type Reference = readonly string[];

/** The part of a value that the steps of a reference lead to; `text` is the reference as written. */
export function within(value: Value, path: Reference, text: string): Value {
  let current: Value | undefined = value;
  for (const [index, name] of path.entries()) {
    if (current instanceof Unknown) return partOf(current, path.slice(index));
    if (isObject(current)) current = attribute(current, name);
    else if (isList(current) && /^\d+$/.test(name)) current = current[Number(name)];
    else current = undefined;
  }
  return current === undefined ? new Unknown(`"${text}" does not exist`, [text]) : current;
}

/** The part of an unknown value at these steps. */
function partOf(whole: Unknown, steps: Reference): Unknown {
  const { origin } = whole;
  return madeOf([whole], origin.kind === 'reference' ? { ...origin, steps: [...origin.steps, ...steps] } : undefined);
}

/**
 * The steps of a reference as the `configuration` of a plan writes it: `aws_iam_role.worker["a"].arn`; undefined if it is written
 * differently.
 */
export function stepsOf(reference: string): Reference | undefined {
  const step = /(?:^|\.)([\p{L}_][\p{L}\p{N}_-]*)|\[(\d+)\]|\[("(?:[^"\\]|\\.)*")\]/gu;
  const steps: string[] = [];
  let end = 0;
  for (const { index, 0: all, 1: name, 2: number, 3: key } of reference.matchAll(step)) {
    if (index !== end) return undefined;
    const found = key === undefined ? (name ?? number) : parseJsonString(key);
    if (found === undefined) return undefined;
    steps.push(found);
    end = index + all.length;
  }
  return end === reference.length && end > 0 ? steps : undefined;
}
