import type { Lead, Unknown, Value } from '../../model';
import { isList, isObject, unknownsIn } from '../../model';
import { stepsOf, type Reference } from '../expressions/reference';
import { longestOf } from './configured-expression';

/** Where one reference leads. */
export type Follow = (steps: Reference) => Lead;

export const lost: Lead = { kind: 'lost' };

/** Where an unknown value leads, by how it comes about. */
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

/** Native configuration shows no more of an expression than what it refers to. */
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

/** The same of a value of which parts are unknown: each of them may be the one that counts. */
export function leadOfValue(value: Value, follow: Follow): Lead {
  const unknowns = unknownsIn(value);
  if (unknowns.length === 0) return { kind: 'known', value };
  const leads = unknowns.map(({ unknown }) => leadOf(unknown, follow));
  const [only] = leads;
  if (only !== undefined && !isList(value) && !isObject(value)) return only;
  return { kind: 'one-of', leads: [...leads, { kind: 'known', value }] };
}
