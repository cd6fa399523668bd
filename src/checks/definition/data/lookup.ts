import type { Path } from '../../../asl/paths';
import { anything, join, list, memberOf, object, replaced, type ObjectShape, type Shape } from './shape';

/** The certainty that something exists, succeeds or holds. */
export type Sureness = 'surely' | 'maybe' | 'never';

export interface Found {
  readonly isThere: Sureness;
  /** The shape of the value, if it exists. */
  readonly shape: Shape;
}

type Segment = Path['segments'][number];

const surely = (shape: Shape): Found => ({ isThere: 'surely', shape });
const maybe = (shape: Shape): Found => ({ isThere: 'maybe', shape });
const never: Found = { isThere: 'never', shape: anything };

/**
 * Returns the value at a path in data of this shape. A path that can find several values yields a list, which exists if its definite beginning
 * exists.
 * https://github.com/json-path/JsonPath#what-is-returned-when
 */
export function find({ segments, definite }: Path, data: Shape): Found {
  let found = surely(data);
  for (let at = 0; at < segments.length; at++) {
    const segment = segments[at];
    if (segment === undefined) break;
    const next = step(segment, found.shape);
    if (next === 'many')
      return { isThere: found.isThere, shape: many(segment, found.shape, at === segments.length - 1) };
    // If an element is missing, a path that can find several values finds none, and yields an empty list.
    if (next.isThere === 'never') return definite || found.isThere === 'surely' ? next : maybe(list(anything, 0));
    found = { isThere: weaker(found.isThere, next.isThere), shape: next.shape };
  }
  return found;
}

export function weaker(one: Sureness, other: Sureness): Sureness {
  if (one === 'never' || other === 'never') return 'never';
  return one === 'maybe' ? one : other;
}

/** One step; `many` if it can find more than one value and applies to the shape. */
function step(segment: Segment, shape: Shape): Found | 'many' {
  if (segment.kind === 'names' && segment.names.length === 1) return member(segment.names[0] ?? '', shape);
  if (segment.kind === 'indices' && segment.indices.length === 1) return element(segment.indices[0] ?? 0, shape);
  if (segment.kind === 'descend') return 'many';
  if (shape.kind === 'anything') return maybe(anything);
  if (holders[segment.kind].includes(shape.kind)) return 'many';
  return segment.kind === 'every' ? maybe(list(anything, 0)) : never;
}

/** The kinds of values to which a step that can find several values applies. */
const holders: { readonly [kind in Exclude<Segment['kind'], 'descend'>]: readonly Shape['kind'][] } = {
  names: ['object'],
  indices: ['list'],
  slice: ['list'],
  filter: ['list', 'object'],
  every: ['list', 'object'],
};

function many(segment: Segment, shape: Shape, isLast: boolean): Shape {
  return list(segment.kind === 'slice' && isLast && shape.kind === 'list' ? shape.item : anything, 0);
}

function member(name: string, shape: Shape): Found {
  if (shape.kind === 'anything') return maybe(anything);
  if (shape.kind !== 'object') return never;
  const found = memberOf(shape, name);
  if (found === 'absent') return never;
  if (found === undefined) return maybe(anything);
  return found.isSure ? surely(found.shape) : maybe(found.shape);
}

function element(index: number, shape: Shape): Found {
  if (shape.kind === 'anything') return maybe(anything);
  if (shape.kind !== 'list') return never;
  return index >= 0 && index < shape.atLeast ? surely(shape.item) : maybe(shape.item);
}

const emptyOpen = object(new Map(), false);
const emptyClosed = object(new Map(), true);

interface Placed {
  readonly works: Sureness;
  /** The data with the result. */
  readonly shape: Shape;
}

/** Puts a result at a path. Returns whether this works, and the data with the result; missing objects on the path are created. */
export function place(names: readonly string[], data: Shape, value: Shape): Placed {
  const [name, ...rest] = names;
  if (name === undefined) return { works: 'surely', shape: value };
  if (data.kind === 'anything') return { works: 'maybe', shape: place(names, emptyOpen, value).shape };
  if (data.kind !== 'object') return { works: 'never', shape: anything };
  const inner = rest.length === 0 ? ({ works: 'surely', shape: value } as const) : placeIn(data, name, rest, value);
  return { works: inner.works, shape: withMember(data, name, inner.shape) };
}

function placeIn(data: ObjectShape, name: string, rest: readonly string[], value: Shape): Placed {
  const there = memberOf(data, name);
  if (there === 'absent') return place(rest, emptyClosed, value);
  if (there === undefined) return place(rest, anything, value);
  const within = place(rest, there.shape, value);
  if (there.isSure) return within;
  const made = place(rest, emptyClosed, value);
  if (within.works === 'never') return { works: 'maybe', shape: made.shape };
  return { works: within.works, shape: join(within.shape, made.shape) };
}

export function withMember(data: ObjectShape, name: string, shape: Shape): Shape {
  const known = data.members.get(name);
  if (known?.isSure === true && known.shape === shape) return data;
  return replaced(data, name, { shape, isSure: true });
}
