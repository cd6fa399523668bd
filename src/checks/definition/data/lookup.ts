import type { Path } from '../../../asl/paths';
import { anything, join, list, memberOf, object, replaced, type ObjectShape, type Shape } from './shape';

/** Whether something is there, works, or holds. */
export type Sureness = 'surely' | 'maybe' | 'never';

export interface Found {
  readonly isThere: Sureness;
  /** What it is, if it is there. */
  readonly shape: Shape;
}

type Segment = Path['segments'][number];

const surely = (shape: Shape): Found => ({ isThere: 'surely', shape });
const maybe = (shape: Shape): Found => ({ isThere: 'maybe', shape });
const never: Found = { isThere: 'never', shape: anything };

/**
 * What a path finds in data of this shape. A path that may find many yields a list, which is there where its definite beginning is.
 * https://github.com/json-path/JsonPath#what-is-returned-when
 */
export function find({ segments, definite }: Path, data: Shape): Found {
  let found = surely(data);
  let left = segments.length;
  for (const segment of segments) {
    const next = step(segment, found.shape);
    if (next === 'many') return { isThere: found.isThere, shape: many(segment, found.shape, left) };
    left -= 1;
    // An element that may not be there leaves a path that may find many with nothing, and that is a list.
    if (next.isThere === 'never') return definite || found.isThere === 'surely' ? next : maybe(list(anything, 0));
    found = { isThere: weaker(found.isThere, next.isThere), shape: next.shape };
  }
  return found;
}

export function weaker(one: Sureness, other: Sureness): Sureness {
  if (one === 'never' || other === 'never') return 'never';
  return one === 'maybe' ? one : other;
}

/** One step; `many` where it may find more than one value and can be taken. */
function step(segment: Segment, shape: Shape): Found | 'many' {
  if (segment.kind === 'names' && segment.names.length === 1) return member(segment.names[0] ?? '', shape);
  if (segment.kind === 'indices' && segment.indices.length === 1) return element(segment.indices[0] ?? 0, shape);
  if (segment.kind === 'descend') return 'many';
  if (shape.kind === 'anything') return maybe(anything);
  if (holders[segment.kind].includes(shape.kind)) return 'many';
  return segment.kind === 'every' ? maybe(list(anything, 0)) : never;
}

/** What a step that may find many can be taken from. */
const holders: { readonly [kind in Exclude<Segment['kind'], 'descend'>]: readonly Shape['kind'][] } = {
  names: ['object'],
  indices: ['list'],
  slice: ['list'],
  filter: ['list', 'object'],
  every: ['list', 'object'],
};

function many(segment: Segment, shape: Shape, left: number): Shape {
  return list(segment.kind === 'slice' && left === 1 && shape.kind === 'list' ? shape.item : anything, 0);
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

/** Whether a result can be put at a path, and the data with it; objects on the way that are missing are made. */
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
