import { type Json, type JsonObject, isArray, isObject } from '../../json';
import { StatesError } from './errors';
import type { Path } from '../../asl/paths';

/** Whether a path identifies one place: it has only members and indices. https://states-language.net/spec.html#ref-paths */
export function isReferencePath(path: Path): boolean {
  return path.definite && path.root !== '@';
}

/**
 * Returns `target` with `value` at a reference path; missing objects on the path are created.
 * Throws `States.ResultPathMatchFailure` if a part of the path cannot hold a value.
 */
export function placeAt(path: Path, target: Json, value: Json): Json {
  return place(path, 0, target, value);
}

function place(path: Path, at: number, target: Json | undefined, value: Json): Json {
  const segment = path.segments[at];
  if (!segment) return value;
  if (segment.kind === 'names') {
    const name = segment.names[0] ?? '';
    if (target !== undefined && !isObject(target)) throw mismatch(path);
    const holder: JsonObject = target ?? {};
    const inner = Object.hasOwn(holder, name) ? holder[name] : undefined;
    return { ...holder, [name]: place(path, at + 1, inner, value) };
  }
  const index = segment.kind === 'indices' ? (segment.indices[0] ?? -1) : -1;
  if (!isArray(target) || index < 0 || index >= target.length) throw mismatch(path);
  return target.with(index, place(path, at + 1, target[index], value));
}

function mismatch(path: Path): StatesError {
  return new StatesError(
    'States.ResultPathMatchFailure',
    `Unable to apply ReferencePath ${path.text} to the input of the state.`,
  );
}
