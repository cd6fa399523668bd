import type { Path } from '../../../asl/paths';
import { find, withMember } from './lookup';
import { anything, copyOf, list, memberOf, object, type NumberShape, type Shape } from './shape';

/** Adds a fact to the known shape of a value; undefined if the fact contradicts it. */
type Change = (value: Shape) => Shape | undefined;

/** Narrows the data to a shape in which a value exists at a path and has a known shape; undefined if that is impossible. */
export function narrow(path: Path, data: Shape, change: Change): Shape | undefined {
  if (path.root !== '$' || !path.definite) return data;
  // Usually the fact is not new, and no copy is necessary.
  const { isThere, shape } = find(path, data);
  if (isThere === 'surely' && change(shape) === shape) return data;
  return narrowFrom(path.segments, 0, data, change);
}

function narrowFrom(segments: Path['segments'], at: number, data: Shape, change: Change): Shape | undefined {
  const segment = segments[at];
  if (segment === undefined) return change(data);
  const inner: Change = (value) => narrowFrom(segments, at + 1, value, change);
  if (segment.kind === 'names') return narrowMember(segment.names[0] ?? '', data, inner);
  return segment.kind === 'indices' ? narrowElement(segment.indices[0] ?? -1, data, inner) : data;
}

function narrowMember(name: string, data: Shape, change: Change): Shape | undefined {
  const holder = data.kind === 'anything' ? object(new Map(), false) : data;
  if (holder.kind !== 'object') return undefined;
  const member = memberOf(holder, name);
  const inner = member === 'absent' ? undefined : change(member?.shape ?? anything);
  return inner === undefined ? undefined : withMember(holder, name, inner);
}

/** A fact about one element does not apply to all elements. */
function narrowElement(index: number, data: Shape, change: Change): Shape | undefined {
  const holder = data.kind === 'anything' ? list(anything, 0) : data;
  if (holder.kind !== 'list' || change(holder.item) === undefined) return undefined;
  return index < holder.atLeast ? holder : list(holder.item, index + 1);
}

/** Narrows the data to a shape in which no value exists at a path; undefined if that is impossible. */
export function narrowToAbsent(path: Path, data: Shape): Shape | undefined {
  if (path.root !== '$' || !path.definite) return data;
  if (find(path, data).isThere === 'surely') return undefined;
  const [segment] = path.segments;
  if (path.segments.length !== 1 || segment?.kind !== 'names' || data.kind !== 'object') return data;
  const name = segment.names[0] ?? '';
  if (!data.members.has(name)) return data;
  const members = copyOf(data.members);
  members.delete(name);
  return object(members, data.isClosed);
}

/** The shape of a value that has both shapes; undefined if such a value does not exist. */
export function meet(one: Shape, other: Shape): Shape | undefined {
  if (other.kind === 'anything') return one;
  if (one.kind === 'anything') return other;
  if (one.kind === 'text' && other.kind === 'text') {
    if ((one.isShort || !other.isShort) && (one.isTimestamp || !other.isTimestamp)) return one;
    return { kind: 'text', isShort: one.isShort || other.isShort, isTimestamp: one.isTimestamp || other.isTimestamp };
  }
  if (one.kind === 'number' && other.kind === 'number') return meetNumbers(one, other);
  return one.kind === other.kind ? one : undefined;
}

function meetNumbers(one: NumberShape, other: NumberShape): NumberShape | undefined {
  const isWhole = one.isWhole || other.isWhole;
  const least = Math.max(one.least, other.least);
  const most = Math.min(one.most, other.most);
  if (least > most) return undefined;
  if (isWhole === one.isWhole && least === one.least && most === one.most) return one;
  return { kind: 'number', isWhole, least, most };
}
