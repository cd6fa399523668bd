import { type Json, type JsonObject, isArray, isObject } from '../../json';
import { ExpressionSyntaxError } from '../../asl/paths';
import { compileExpression } from './expression';
import type { CompiledExpression } from './scope';

/**
 * Compiles a payload template: literal JSON in which a member `name.$` holds a path or an intrinsic function whose value becomes `name`.
 * https://docs.aws.amazon.com/step-functions/latest/dg/input-output-inputpath-params.html
 */
export function compileTemplate(template: Json): CompiledExpression {
  if (isConstant(template)) return () => template;
  if (isArray(template)) {
    const elements = template.map(compileTemplate);
    return (scope) => elements.map((element) => element(scope));
  }
  return isObject(template) ? compileMembers(template) : () => template;
}

function compileMembers(template: JsonObject): CompiledExpression {
  const members = Object.entries(template).map(([name, value]): readonly [string, CompiledExpression] => {
    if (!name.endsWith('.$')) return [name, compileTemplate(value)];
    if (typeof value !== 'string')
      throw new ExpressionSyntaxError(`${JSON.stringify(name)} must hold a path or an intrinsic function`);
    return [name.slice(0, -2), compileExpression(value, name)];
  });
  const names = members.map(([name]) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new ExpressionSyntaxError(`both ${JSON.stringify(twice)} and ${JSON.stringify(`${twice}.$`)} are given`);
  return (scope) => Object.fromEntries(members.map(([name, value]) => [name, value(scope)]));
}

/** Whether a template contains no expression. Then its value is the template itself, for every scope. */
function isConstant(template: Json): boolean {
  if (isArray(template)) return template.every(isConstant);
  if (!isObject(template)) return true;
  return Object.entries(template).every(([name, value]) => !name.endsWith('.$') && isConstant(value));
}
