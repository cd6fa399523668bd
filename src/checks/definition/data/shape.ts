import { isArray, isObject, type Json } from '../../../json';

/** The facts that are certain about a value in the data of a state. `anything` has no facts, so it can be null too. */
export type Shape =
  | { readonly kind: 'anything' }
  | { readonly kind: 'null' }
  | { readonly kind: 'boolean' }
  | TextShape
  | NumberShape
  | ListShape
  | ObjectShape;

export interface TextShape {
  readonly kind: 'text';
  /** The text has at most the number of characters that the intrinsic functions accept. */
  readonly isShort: boolean;
  readonly isTimestamp: boolean;
}

export interface NumberShape {
  readonly kind: 'number';
  readonly isWhole: boolean;
  readonly least: number;
  readonly most: number;
}

export interface ListShape {
  readonly kind: 'list';
  /** The shape of every element. */
  readonly item: Shape;
  /** The smallest number of elements. */
  readonly atLeast: number;
  readonly size: number;
  readonly depth: number;
}

export interface ObjectShape {
  readonly kind: 'object';
  readonly members: ReadonlyMap<string, Member>;
  /** The object has no members except these. Otherwise it can have other members, with any value. */
  readonly isClosed: boolean;
  readonly size: number;
  readonly depth: number;
}

export interface Member {
  /** The shape of the member, if it exists. */
  readonly shape: Shape;
  readonly isSure: boolean;
}

export const anything: Shape = { kind: 'anything' };
export const nothing: Shape = { kind: 'null' };
export const boolean: Shape = { kind: 'boolean' };
export const text: TextShape = { kind: 'text', isShort: false, isTimestamp: false };
export const shortText: TextShape = { kind: 'text', isShort: true, isTimestamp: false };
export const timestamp: TextShape = { kind: 'text', isShort: true, isTimestamp: true };
export const number: NumberShape = { kind: 'number', isWhole: false, least: -Infinity, most: Infinity };

/** The largest known data. Nothing is known of larger data: a loop can copy the data into itself again and again. */
const most = { size: 1000, depth: 12 };

export function list(item: Shape, atLeast: number): Shape {
  return bounded({ kind: 'list', item, atLeast, size: sizeOf(item) + 1, depth: depthOf(item) + 1 });
}

export function object(members: ReadonlyMap<string, Member>, isClosed: boolean): Shape {
  let size = 1;
  let depth = 0;
  members.forEach(({ shape }) => {
    size += sizeOf(shape);
    if (depthOf(shape) > depth) depth = depthOf(shape);
  });
  return bounded({ kind: 'object', members, isClosed, size, depth: depth + 1 });
}

/** Replaces or adds a member of an object; in most cases its size is known without a loop over all members. */
export function replaced({ members, isClosed, size, depth }: ObjectShape, name: string, member: Member): Shape {
  const before = members.get(name);
  const changed = copyOf(members).set(name, member);
  const reach = depthOf(member.shape) + 1;
  // The member that is replaced may be the deepest one.
  if (before !== undefined && depthOf(before.shape) + 1 === depth && reach < depth) return object(changed, isClosed);
  const grown = sizeOf(member.shape) - (before === undefined ? 0 : sizeOf(before.shape));
  return bounded({ kind: 'object', members: changed, isClosed, size: size + grown, depth: Math.max(depth, reach) });
}

/** Copies members. The loops over members call `forEach`: an iterator makes two objects for each member, until V8 compiles the loop. */
export function copyOf(members: ObjectShape['members']): Map<string, Member> {
  const copy = new Map<string, Member>();
  members.forEach((member, name) => copy.set(name, member));
  return copy;
}

function bounded(shape: ListShape | ObjectShape): Shape {
  return shape.size > most.size || shape.depth > most.depth ? anything : shape;
}

function sizeOf(shape: Shape): number {
  return shape.kind === 'list' || shape.kind === 'object' ? shape.size : 1;
}

function depthOf(shape: Shape): number {
  return shape.kind === 'list' || shape.kind === 'object' ? shape.depth : 0;
}

/** An object with at least these members. */
export function openObject(members: { readonly [name: string]: Shape }): Shape {
  const sure = Object.entries(members).map(([name, shape]): [string, Member] => [name, { shape, isSure: true }]);
  return object(new Map(sure), false);
}

/**
 * The most characters that the encoding and hashing functions accept.
 * https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html
 */
const longestText = 10_000;

/** The shape of a constant. */
export function shapeOf(value: Json): Shape {
  if (value === null) return nothing;
  if (typeof value === 'boolean') return boolean;
  if (typeof value === 'string') return value.length <= longestText ? shortText : text;
  if (typeof value === 'number') return { kind: 'number', isWhole: Number.isInteger(value), least: value, most: value };
  if (isArray(value)) return listOf(value.map(shapeOf));
  if (!isObject(value)) return anything;
  const members = Object.entries(value).map(([name, each]): [string, Member] => [
    name,
    { shape: shapeOf(each), isSure: true },
  ]);
  return object(new Map(members), true);
}

/** A list of exactly these elements. */
export function listOf(items: readonly Shape[]): Shape {
  const [first, ...rest] = items;
  return list(first === undefined ? anything : rest.reduce((one, other) => join(one, other), first), items.length);
}

/** The shape of a value that has one shape or the other; the first object itself if the other shape adds no possible value. */
export function join(one: Shape, other: Shape): Shape {
  if (one === other || one.kind === 'anything') return one;
  if (one.kind === 'text' && other.kind === 'text') return joinTexts(one, other);
  if (one.kind === 'number' && other.kind === 'number') return joinNumbers(one, other);
  if (one.kind === 'list' && other.kind === 'list') return joinLists(one, other);
  if (one.kind === 'object' && other.kind === 'object') return joinObjects(one, other);
  return one.kind === other.kind ? one : anything;
}

function joinTexts(one: TextShape, other: TextShape): TextShape {
  const isShort = one.isShort && other.isShort;
  const isTimestamp = one.isTimestamp && other.isTimestamp;
  return isShort === one.isShort && isTimestamp === one.isTimestamp ? one : { kind: 'text', isShort, isTimestamp };
}

/** The bounds that decide: the longest wait, half of it (doubled, it is still a valid wait), and one second, the shortest timeout. */
const longestSeconds = 99_999_999;
const bounds = { least: [1, 0], most: [Math.floor(longestSeconds / 2), longestSeconds] };

/** Joins two ranges. A bound that grows moves to the next bound that decides, so the range of a loop counter is known after a few rounds. */
function joinNumbers(one: NumberShape, other: NumberShape): NumberShape {
  const isWhole = one.isWhole && other.isWhole;
  const least = one.least <= other.least ? one.least : (bounds.least.find((each) => each <= other.least) ?? -Infinity);
  const most = one.most >= other.most ? one.most : (bounds.most.find((each) => each >= other.most) ?? Infinity);
  return isWhole === one.isWhole && least === one.least && most === one.most
    ? one
    : { kind: 'number', isWhole, least, most };
}

function joinLists(one: ListShape, other: ListShape): Shape {
  const item = join(one.item, other.item);
  const atLeast = Math.min(one.atLeast, other.atLeast);
  return item === one.item && atLeast === one.atLeast ? one : list(item, atLeast);
}

function joinObjects(one: ObjectShape, other: ObjectShape): Shape {
  const isClosed = one.isClosed && other.isClosed;
  // Usually few members differ, or none: the copy is made at the first difference.
  let members = isClosed === one.isClosed ? undefined : copyOf(one.members);
  one.members.forEach((member, name) => {
    const joined = joinMembers(member, memberOf(other, name));
    if (joined === member) return;
    members ??= copyOf(one.members);
    if (joined === undefined) members.delete(name);
    else members.set(name, joined);
  });
  if (one.isClosed) {
    other.members.forEach(({ shape }, name) => {
      if (one.members.has(name)) return;
      members ??= copyOf(one.members);
      members.set(name, { shape, isSure: false });
    });
  }
  return members === undefined ? one : object(members, isClosed);
}

/** A member of an object: `absent` if it surely does not exist, undefined if nothing is known of it. */
export function memberOf({ members, isClosed }: ObjectShape, name: string): Member | 'absent' | undefined {
  return members.get(name) ?? (isClosed ? 'absent' : undefined);
}

function joinMembers(one: Member, other: Member | 'absent' | undefined): Member | undefined {
  if (other === one) return one;
  if (other === undefined) return undefined;
  if (other === 'absent') return one.isSure ? { shape: one.shape, isSure: false } : one;
  const shape = join(one.shape, other.shape);
  const isSure = one.isSure && other.isSure;
  return shape === one.shape && isSure === one.isSure ? one : { shape, isSure };
}
