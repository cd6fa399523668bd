import * as z from 'zod';
import { show, wrongType } from '../../text/show';
import { didYouMean } from '../../text/suggest';

/** What is wrong with a value, in words that can follow it, and what would be right; undefined if nothing is. */
export type FieldCheck<T> = (value: T) => string | undefined;

interface About {
  readonly description: string;
  /** What to write instead of nothing, or of a value of another type. */
  readonly right: string;
  /** Keywords of JSON Schema that say for editors what the check says in full. */
  readonly keywords?: Readonly<Record<string, unknown>>;
}

/** `${` and `%{` begin expressions of Terraform. https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates */
const TERRAFORM_EXPRESSION = /[$%]\{/;

/** Text that may hold anything that its check admits. */
export function freeText({ description, right, keywords }: About, check: FieldCheck<string>) {
  return z
    .string({ error: (issue) => wrongType(issue.input, 'text', right) })
    .superRefine((value, context) => {
      const problem = check(value);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: `${show(value)} ${problem}` });
    })
    .meta({ ...keywords, description });
}

/** Text that names something, and so holds no expression of Terraform: settings are plain values. */
export function text(about: About, check: FieldCheck<string>) {
  return freeText(about, (value) =>
    TERRAFORM_EXPRESSION.test(value) ? `holds an expression of Terraform; write ${about.right}` : check(value),
  );
}

interface Range {
  readonly description: string;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** What to know about the upper bound. */
  readonly because?: string;
}

export function integer({ description, min, max, unit, because }: Range) {
  const right = `a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}${because === undefined ? '' : `, ${because}`}`;
  return z
    .number({ error: (issue) => wrongType(issue.input, 'a number', right) })
    .superRefine((value, context) => {
      if (Number.isInteger(value) && value >= min && value <= max) return;
      context.addIssue({ code: 'custom', message: `${show(value)} is out of range; write ${right}` });
    })
    .meta({ type: 'integer', minimum: min, maximum: max, description });
}

export function choice<const T extends readonly [string, ...string[]]>(words: T, description: string) {
  const right = words.map((word) => `"${word}"`).join(' or ');
  return z
    .enum(words, {
      error: ({ input }) =>
        typeof input === 'string'
          ? `${show(input)} is none of the choices; ${didYouMean(input, words)}`
          : wrongType(input, 'one of the choices', right),
    })
    .meta({ description });
}

/** An object without other keys than these. */
export function object<S extends z.core.$ZodLooseShape>(shape: S, right: string, description: string) {
  return z.strictObject(shape, { error: (issue) => wrongType(issue.input, 'an object', right) }).meta({ description });
}

/** An object that says only what differs from another one. */
export function overrides<S extends z.core.$ZodLooseShape>(shape: S, right: string, description: string) {
  return object(shape, right, description).partial().meta({ description });
}

/** For refinements of a whole that speak even where members of it are wrong: every problem is reported at once. */
export const evenIfMembersAreWrong = {
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

interface ListAbout {
  readonly description: string;
  readonly right: string;
  readonly min: number;
  readonly max: number;
}

/** For refinements of a list that speak even where its members are wrong. */
export const whenList = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

export function list<T extends z.ZodType>(item: T, { description, right, min, max }: ListAbout) {
  return z
    .array(item, { error: (issue) => wrongType(issue.input, 'a list', right) })
    .superRefine((value, context) => {
      const message =
        value.length < min
          ? `an empty list; write ${right}`
          : value.length > max
            ? `a list of ${value.length}, and ${max} is the most; write ${right}`
            : undefined;
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }, whenList)
    .meta({ minItems: min, maxItems: max, description });
}

/** An object whose keys the user chooses. */
export function table<T extends z.ZodType>(value: T, right: string, description: string) {
  return z
    .record(z.string(), value, { error: (issue) => wrongType(issue.input, 'an object', right) })
    .meta({ description });
}
