import type { Condition } from './document';
import { isRecord, listOf, shown } from './elements';
import { comparisons, parseOperator } from './operators';
import { PolicySyntaxError } from './policy-error';

/** Reads a Condition element into one entry for each operator and key. */
export function readConditions(value: unknown, where: string): Condition[] {
  if (!isRecord(value)) throw new PolicySyntaxError(`${where}: Condition must be an object, not ${shown(value)}`);
  return Object.entries(value).flatMap(([operator, block]) => {
    refuseUnknownOperator(operator, where);
    if (!isRecord(block)) {
      throw new PolicySyntaxError(`${where}: the condition ${operator} must be an object of keys, not ${shown(block)}`);
    }
    refuseTwoSpellings(Object.keys(block), operator, where);
    return Object.entries(block).map(([key, values]) => {
      const inside = `${where}: the condition ${operator} on ${shown(key)}`;
      return { operator, key: readKey(key, inside), values: listOf(values).map((one) => readValue(one, inside)) };
    });
  });
}

function refuseUnknownOperator(operator: string, where: string): void {
  if (parseOperator(operator) !== undefined) return;
  const meant = comparisons.find((known) => known.toLowerCase() === operator.toLowerCase());
  const hint = meant ? `; write it ${meant}` : '';
  throw new PolicySyntaxError(`${where}: ${shown(operator)} is not an IAM condition operator${hint}`);
}

/** Condition keys ignore case, so two spellings are one key with two lists of values. */
function refuseTwoSpellings(keys: readonly string[], operator: string, where: string): void {
  const seen = new Set<string>();
  for (const key of keys) {
    const folded = key.toLowerCase();
    if (seen.has(folded))
      throw new PolicySyntaxError(`${where}: the condition ${operator} has the key ${shown(key)} in two spellings`);
    seen.add(folded);
  }
}

function readKey(key: string, inside: string): string {
  if (/^[\x21-\x7e](?:[\x20-\x7e\xa0-\xff]*[\x21-\x7e\xa0-\xff])?$/.test(key)) return key;
  throw new PolicySyntaxError(`${inside}: the key must be printable text without blanks at its ends`);
}

/** IAM also accepts numbers and Booleans without quotes. Only whole numbers keep their spelling that way. */
function readValue(value: unknown, inside: string): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'boolean' || Number.isSafeInteger(value)) return String(value);
  const hint = typeof value === 'number' ? '; write this number in quotes' : '';
  throw new PolicySyntaxError(`${inside} must have strings as values, not ${shown(value)}${hint}`);
}
