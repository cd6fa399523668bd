import { isExpression, referencesOf, type Written } from '../leads/configured-expression';
import { differingArgument } from './same-text';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';

/**
 * The expressions of a resource block in a plan's `configuration`, by argument. Read on demand: a large plan has hundreds of thousands, and
 * few are needed.
 */
export class Expressions {
  /** The block also has members that are not arguments of the resource: `count_expression` and `for_each_expression`. */
  constructor(
    private readonly members: ValueObject,
    private readonly block: ValueObject = {},
  ) {}

  /** The expression of an argument. */
  written(name: string): Written {
    const expression = attribute(this.members, name);
    return expression === undefined ? 'nobody' : { expressions: [expression] };
  }

  /** The references in the expression of an argument. */
  get(name: string): readonly string[] | undefined {
    const expression = attribute(this.members, name);
    return expression === undefined ? undefined : referencesOf(expression);
  }

  /** Whether an argument is written. */
  has(name: string): boolean {
    return Object.hasOwn(this.members, name);
  }

  /** The first argument that differs from a block written in JSON. */
  differing(written: ValueObject): string | undefined {
    const repeated = ['count', 'for_each'].flatMap((name): [string, Value][] => {
      const expression = attribute(this.block, `${name}_expression`);
      return expression === undefined ? [] : [[name, expression]];
    });
    return differingArgument({ ...this.members, ...Object.fromEntries(repeated) }, written);
  }

  /** The expression of an argument, if it shows a template next to its references. */
  template(name: string): Value | undefined {
    const expression = attribute(this.members, name);
    return expression !== undefined && showsTemplate(expression) ? expression : undefined;
  }
}

/** Only a configuration in JSON shows the text of an expression with references; a literal has none. */
function showsTemplate(expression: Value): boolean {
  if (isList(expression)) return expression.some(showsTemplate);
  if (!isObject(expression)) return false;
  if (!isExpression(expression)) return Object.values(expression).some(showsTemplate);
  const references = attribute(expression, 'references');
  return attribute(expression, 'constant_value') !== undefined && isList(references) && references.length > 0;
}
