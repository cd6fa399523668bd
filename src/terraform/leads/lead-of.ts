import type { Lead, Unknown, Value } from '../../model';
import { isList, isObject, unknownsIn } from '../../model';
import { stepsOf, type Reference } from '../expressions/reference';
import { longestOf } from './configured-expression';

/** The target of one reference. */
export type Follow = (steps: Reference) => Lead;

export const lost: Lead = { kind: 'lost' };

/** The source of an unknown value, by its origin. */
export function leadOf(unknown: Unknown, follow: Follow): Lead {
  const { origin, references } = unknown;
  switch (origin.kind) {
    case 'computed':
      return { kind: 'computed' };
    case 'reference':
      return follow(origin.steps);
    case 'references':
      return leadOfReferences(references, follow);
    case 'alternatives':
      return { kind: 'one-of', leads: origin.values.map((value) => leadOfValue(value, follow)) };
    case 'text':
      return {
        kind: 'text',
        pieces: origin.pieces.map((piece) => (typeof piece === 'string' ? piece : leadOf(piece, follow))),
      };
    case 'json':
      return { kind: 'json', value: origin.value, leadOf: (inner) => leadOf(inner, follow) };
    case 'expression':
      return lost;
  }
}

/** Native configuration shows only the references of an expression. */
export function leadOfReferences(references: readonly string[], follow: Follow): Lead {
  if (references.length === 0) return lost;
  return {
    kind: 'one-of',
    leads: longestOf(references).map((reference) => {
      const steps = stepsOf(reference);
      return steps === undefined ? lost : follow(steps);
    }),
  };
}

/** The same for a partly unknown value: each unknown part can be the relevant one. */
export function leadOfValue(value: Value, follow: Follow): Lead {
  const unknowns = unknownsIn(value);
  if (unknowns.length === 0) return { kind: 'known', value };
  const leads = unknowns.map(({ unknown }) => leadOf(unknown, follow));
  const [only] = leads;
  if (only !== undefined && !isList(value) && !isObject(value)) return only;
  return { kind: 'one-of', leads: [...leads, { kind: 'known', value }] };
}
