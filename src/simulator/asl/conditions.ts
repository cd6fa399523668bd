import type { Json } from '../../json';
import { comparisonOf, type Test } from './comparisons';
import { runtimeError } from './errors';
import type { Fields } from './fields';
import type { Path } from '../../asl/paths';
import { valueOf, type Scope } from './scope';

type CompiledCondition = (scope: Scope) => boolean;

/** A rule of a Choice, or a part of one: `And`, `Or`, `Not`, or one comparison. */
export function readCondition(fields: Fields): CompiledCondition {
  const condition = readCombination(fields) ?? readComparison(fields);
  fields.finish();
  return condition;
}

function readCombination(fields: Fields): CompiledCondition | undefined {
  if (fields.has('And')) {
    const parts = readParts(fields, 'And');
    return (scope) => parts.every((part) => part(scope));
  }
  if (fields.has('Or')) {
    const parts = readParts(fields, 'Or');
    return (scope) => parts.some((part) => part(scope));
  }
  if (!fields.has('Not')) return undefined;
  const part = fields.object('Not');
  const negated = part ? readCondition(part) : () => false;
  return (scope) => !negated(scope);
}

function readParts(fields: Fields, name: 'And' | 'Or'): CompiledCondition[] {
  const parts = fields.list(name).map(readCondition);
  if (parts.length === 0) fields.problem(`${name} must hold at least one rule`);
  return parts;
}

function readComparison(fields: Fields): CompiledCondition {
  const variable = fields.reference('Variable');
  if (!fields.has('Variable')) fields.problem('Variable is missing');
  const operators = fields.unread().filter((name) => comparisonOf(name) !== undefined);
  const [name] = operators;
  if (name === undefined || operators.length > 1) {
    fields.problem('exactly one comparison operator is needed');
    for (const each of operators) fields.raw(each);
    return () => false;
  }
  const operator = comparisonOf(name);
  const operand = readOperand(fields, name);
  if (!operator || !variable || operand === undefined) return () => false;
  if (name === 'IsPresent') return (scope) => (valueOf(variable, scope) !== undefined) === operand(scope);
  return compare(operator, variable, operand);
}

function compare(test: Test, variable: Path, operand: (scope: Scope) => Json): CompiledCondition {
  return (scope) => {
    const value = valueOf(variable, scope);
    if (value === undefined) throw invalidPath(variable);
    return test(value, operand(scope));
  };
}

/** The operand of a comparison: a literal of the operator's type, or for a `…Path` operator the value at that path. */
function readOperand(fields: Fields, name: string): ((scope: Scope) => Json) | undefined {
  if (!name.endsWith('Path')) {
    const literal = fields.literalFor(name);
    return literal === undefined ? undefined : () => literal;
  }
  const path = fields.reference(name);
  if (!path) return undefined;
  return (scope) => {
    const value = valueOf(path, scope);
    if (value === undefined) throw invalidPath(path);
    return value;
  };
}

function invalidPath(path: Path): Error {
  return runtimeError(`Invalid path '${path.text}': The choice state's condition path references an invalid value.`);
}
