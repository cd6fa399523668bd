import type { Json } from '../../../json';
import { intrinsicFailure } from '../errors';

/** `States.Format`: each `{}` of the template becomes the next value; `\{` and `\}` are the braces themselves. */
export function format(template: string, values: readonly Json[]): string {
  let next = 0;
  const text = template.replace(/\\(['{}\\])|\{\}|[{}]/g, (found, escaped: string | undefined) => {
    if (escaped !== undefined) return escaped;
    if (found !== '{}') throw intrinsicFailure('a brace in the template must be escaped with a backslash, or be {}');
    const value = values[next++];
    return value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
  });
  if (next !== values.length)
    throw intrinsicFailure(`the template has ${next} of {}, yet ${values.length} values are given`);
  return text;
}
