import { isExpression, referencesOf, type Written } from '../leads/configured-expression';
import { differingArgument } from './same-text';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';

/**
 * The expressions of a resource block in a plan's `configuration`, by argument. Read when they are asked for: a large plan has hundreds of
 * thousands, and few are.
 */
export class Expressions {
  /** The block itself has what is no argument of the resource: `count_expression` and `for_each_expression`. */
  constructor(
    private readonly members: ValueObject,
    private readonly block: ValueObject = {},
  ) {}

  /** What is written for an argument. */
  written(name: string): Written {
    const expression = attribute(this.members, name);
    return expression === undefined ? 'nobody' : { expressions: [expression] };
  }

  /** What the expression of an argument refers to. */
  get(name: string): readonly string[] | undefined {
    const expression = attribute(this.members, name);
    return expression === undefined ? undefined : referencesOf(expression);
  }

  /** Whether an argument is written. */
  has(name: string): boolean {
    return Object.hasOwn(this.members, name);
  }

  /** The first argument that is another one in a block as it is written in JSON. */
  differing(written: ValueObject): string | undefined {
    const repeated = ['count', 'for_each'].flatMap((name): [string, Value][] => {
      const expression = attribute(this.block, `${name}_expression`);
      return expression === undefined ? [] : [[name, expression]];
    });
    return differingArgument({ ...this.members, ...Object.fromEntries(repeated) }, written);
  }

  /** The expression of an argument, where it shows a template beside its references. */
  template(name: string): Value | undefined {
    const expression = attribute(this.members, name);
    return expression !== undefined && showsTemplate(expression) ? expression : undefined;
  }
}

/** Only a configuration in JSON shows the text of what refers to something; a literal refers to nothing. */
function showsTemplate(expression: Value): boolean {
  if (isList(expression)) return expression.some(showsTemplate);
  if (!isObject(expression)) return false;
  if (!isExpression(expression)) return Object.values(expression).some(showsTemplate);
  const references = attribute(expression, 'references');
  return attribute(expression, 'constant_value') !== undefined && isList(references) && references.length > 0;
}
