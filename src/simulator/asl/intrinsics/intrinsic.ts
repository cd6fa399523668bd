import { type Json, isArray } from '../../../json';
import type { Dice } from '../../random';
import { intrinsicFailure } from '../errors';

/**
 * The implementation of one of the `States.…` functions. The parser has checked the number of arguments.
 * Throws `States.IntrinsicFailure`. https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
export type Intrinsic = (args: readonly Json[], dice: Dice) => Json;

/** The largest number of characters that the encoding and hashing functions accept. Same page. */
export const longestText = 10_000;

export function textArgument(value: Json | undefined, what: string): string {
  if (typeof value !== 'string') throw intrinsicFailure(`${what} must be a string`);
  return value;
}

export function arrayOf(value: Json | undefined, what: string): readonly Json[] {
  if (!isArray(value)) throw intrinsicFailure(`${what} must be an array`);
  return value;
}

/** A whole number: AWS rounds a number if it needs a whole one. Same page, under States.MathAdd and States.ArrayRange. */
export function wholeOf(value: Json | undefined, what: string): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw intrinsicFailure(`${what} must be a number`);
  return Math.round(value) + 0;
}
