import { type Json, isArray, isObject } from '../../json';
import { isDefinite, type Path, type Segment } from './path';

/**
 * The values that a path finds below `root`: `undefined` if a definite step finds nothing, else a list in document order. The rules are those of the
 * Jayway library, which Step Functions uses: a missing member is skipped only after a step that can find many.
 * https://github.com/json-path/JsonPath#what-is-returned-when
 */
export function select(path: Path, root: Json): readonly Json[] | undefined {
  if (path.definite) {
    const value = lookup(path, root);
    return value === undefined ? undefined : [value];
  }
  let values: readonly Json[] = [root];
  let certain = true;
  for (const segment of path.segments) {
    const found: Json[] = [];
    for (const value of values) {
      if (certain && !applies(segment, value)) return undefined;
      collect(segment, value, root, found);
    }
    certain = certain && isDefinite(segment);
    values = found;
  }
  return values;
}

/** The value at a definite path, or `undefined` if there is none. */
export function lookup(path: Path, root: Json): Json | undefined {
  let value: Json | undefined = root;
  for (const segment of path.segments) {
    if (value === undefined) return undefined;
    value = segment.kind === 'names' ? member(value, segment.names[0] ?? '') : element(value, indexOf(segment));
  }
  return value;
}

function indexOf(segment: Segment): number {
  return segment.kind === 'indices' ? (segment.indices[0] ?? 0) : 0;
}

function member(value: Json, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

function element(value: Json, index: number): Json | undefined {
  return isArray(value) ? value.at(index) : undefined;
}

/** On a known value, a step of the wrong kind is an error, not an empty list; an index out of range is an empty list. */
function applies(segment: Segment, value: Json): boolean {
  switch (segment.kind) {
    case 'names':
      return isObject(value) && (segment.names.length > 1 || Object.hasOwn(value, segment.names[0] ?? ''));
    case 'indices':
    case 'slice':
      return isArray(value);
    case 'filter':
      return isArray(value) || isObject(value);
    default:
      return true;
  }
}

function collect(segment: Segment, value: Json, root: Json, found: Json[]): void {
  switch (segment.kind) {
    case 'names':
      for (const name of segment.names) keep(member(value, name), found);
      return;
    case 'indices':
      for (const index of segment.indices) keep(element(value, index), found);
      return;
    case 'slice':
      if (isArray(value)) found.push(...value.slice(segment.from, segment.to));
      return;
    case 'every':
      found.push(...children(value));
      return;
    case 'filter':
      for (const each of isArray(value) ? value : isObject(value) ? [value] : []) {
        if (segment.test(each, root)) found.push(each);
      }
      return;
    case 'descend':
      descend(segment.to, value, root, found);
  }
}

function keep(value: Json | undefined, found: Json[]): void {
  if (value !== undefined) found.push(value);
}

function children(value: Json): readonly Json[] {
  if (isArray(value)) return value;
  return isObject(value) ? Object.values(value) : [];
}

/** `..`: the step at this value, then at everything below it. A filter there judges each object once, not an array's elements twice. */
function descend(step: Segment, value: Json, root: Json, found: Json[]): void {
  if (step.kind !== 'filter' || isObject(value)) collect(step, value, root, found);
  for (const child of children(value)) descend(step, child, root, found);
}
