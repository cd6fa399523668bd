/** The number of arguments of a function. */
interface Arity {
  readonly fewest: number;
  readonly most: number;
}

const exactly = (count: number): Arity => ({ fewest: count, most: count });

/** The intrinsic functions. https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
export const intrinsicFunctions = {
  'States.Array': { fewest: 0, most: Infinity },
  'States.ArrayContains': exactly(2),
  'States.ArrayGetItem': exactly(2),
  'States.ArrayLength': exactly(1),
  'States.ArrayPartition': exactly(2),
  'States.ArrayRange': exactly(3),
  'States.ArrayUnique': exactly(1),
  'States.Base64Decode': exactly(1),
  'States.Base64Encode': exactly(1),
  'States.Format': { fewest: 1, most: Infinity },
  'States.Hash': exactly(2),
  'States.JsonMerge': exactly(3),
  'States.JsonToString': exactly(1),
  'States.MathAdd': exactly(2),
  'States.MathRandom': { fewest: 2, most: 3 },
  'States.StringSplit': exactly(2),
  'States.StringToJson': exactly(1),
  'States.UUID': exactly(0),
} as const satisfies { readonly [name: string]: Arity };

export type IntrinsicName = keyof typeof intrinsicFunctions;

export function isIntrinsic(name: string): name is IntrinsicName {
  return Object.hasOwn(intrinsicFunctions, name);
}
