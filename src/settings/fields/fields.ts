import * as z from 'zod';
import { show, wrongType } from '../../text/show';
import { didYouMean } from '../../text/suggest';

/** Returns the problem of a value and a valid one, in words that can follow the value; undefined if there is none. */
export type FieldCheck<T> = (value: T) => string | undefined;

interface About {
  readonly description: string;
  /** A valid value, for a missing value or one of another type. */
  readonly right: string;
  /** Keywords of JSON Schema that approximate the check for editors. */
  readonly keywords?: Readonly<Record<string, unknown>>;
}

/** `${` and `%{` begin expressions of Terraform. https://developer.hashicorp.com/terraform/language/expressions/strings#string-templates */
const TERRAFORM_EXPRESSION = /[$%]\{/;

/** Text that its check accepts. */
export function freeText({ description, right, keywords }: About, check: FieldCheck<string>) {
  return z
    .string({ error: (issue) => wrongType(issue.input, 'text', right) })
    .superRefine((value, context) => {
      const problem = check(value);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: `${show(value)} ${problem}` });
    })
    .meta({ ...keywords, description });
}

/** Text that names something, without expressions of Terraform: settings are plain values. */
export function text(about: About, check: FieldCheck<string>) {
  return freeText(about, (value) =>
    TERRAFORM_EXPRESSION.test(value) ? `contains a Terraform expression; write ${about.right}` : check(value),
  );
}

interface Range {
  readonly description: string;
  readonly min: number;
  readonly max: number;
  readonly unit: string;
  /** The reason for the upper bound. */
  readonly because?: string;
}

export function integer({ description, min, max, unit, because }: Range) {
  const right = `a whole number${unit === '' ? '' : ` of ${unit}`} from ${min} to ${max}${because === undefined ? '' : `, ${because}`}`;
  return z
    .number({ error: (issue) => wrongType(issue.input, 'a number', right) })
    .superRefine((value, context) => {
      const isWhole = Number.isInteger(value);
      if (isWhole && value >= min && value <= max) return;
      const problem = isWhole ? 'is out of range' : 'is not a whole number';
      context.addIssue({ code: 'custom', message: `${show(value)} ${problem}; write ${right}` });
    })
    .meta({ type: 'integer', minimum: min, maximum: max, description });
}

export function choice<const T extends readonly [string, ...string[]]>(words: T, description: string) {
  const right = words.map((word) => `"${word}"`).join(' or ');
  return z
    .enum(words, {
      error: ({ input }) =>
        typeof input === 'string'
          ? `${show(input)} is not one of the choices; ${didYouMean(input, words)}`
          : wrongType(input, 'one of the choices', right),
    })
    .meta({ description });
}

export function flag(description: string) {
  return z.boolean({ error: ({ input }) => wrongType(input, 'true or false', 'true or false') }).meta({ description });
}

/** An object with these keys only. */
export function object<S extends z.core.$ZodLooseShape>(shape: S, right: string, description: string) {
  return z.strictObject(shape, { error: (issue) => wrongType(issue.input, 'an object', right) }).meta({ description });
}

/** An object that overrides members of another one. */
export function overrides<S extends z.core.$ZodLooseShape>(shape: S, right: string, description: string) {
  return object(shape, right, description).partial().meta({ description });
}

/** An object with rules that also run if its members are wrong: all problems are reported together. */
export const evenIfMembersAreWrong = {
  when: ({ value }: { value: unknown }) => typeof value === 'object' && value !== null && !Array.isArray(value),
};

interface ListAbout {
  readonly description: string;
  readonly right: string;
  readonly min: number;
  readonly max: number;
}

/** A list with rules that also run if its elements are wrong. */
export const whenList = { when: ({ value }: { value: unknown }) => Array.isArray(value) };

export function list<T extends z.ZodType>(item: T, { description, right, min, max }: ListAbout) {
  return z
    .array(item, { error: (issue) => wrongType(issue.input, 'a list', right) })
    .superRefine((value, context) => {
      const message =
        value.length < min
          ? `an empty list; write ${right}`
          : value.length > max
            ? `a list of ${value.length}, but at most ${max} are allowed; write ${right}`
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
