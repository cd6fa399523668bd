import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';

/** One body of a block with the labels that lead to it. */
export interface Block {
  readonly labels: readonly string[];
  readonly body: ValueObject;
  readonly pointer: string;
  /** Its file, if that is not the input itself. */
  readonly file?: string;
  /** It is in an override file. */
  readonly isOverride?: boolean;
}

/**
 * All blocks of one type in a JSON configuration. Terraform accepts an object or a list of objects for the value of a block type, every level of
 * labels and a body, mixed freely, and all of them take effect together; so both forms are read at every level. Any other value, and a comment in the
 * place of a label, is reported to `refuse`.
 * https://developer.hashicorp.com/terraform/language/syntax/json#block-type-mapping
 */
export function blocksOf(
  root: ValueObject,
  type: string,
  labels: number,
  refuse: (pointer: string) => void,
): readonly Block[] {
  const found: Block[] = [];
  const walk = (value: Value | undefined, labelsSoFar: readonly string[], pointer: string): void => {
    if (isList(value)) {
      value.forEach((item, index) => walk(item, labelsSoFar, `${pointer}/${index}`));
    } else if (!isObject(value)) {
      refuse(pointer);
    } else if (labelsSoFar.length === labels) {
      found.push({ labels: labelsSoFar, body: value, pointer });
    } else {
      for (const [label, inner] of Object.entries(value)) {
        if (label === '//') refuse(pointerTo(pointer, label));
        else walk(inner, [...labelsSoFar, label], pointerTo(pointer, label));
      }
    }
  };
  const value = attribute(root, type);
  if (value !== undefined && value !== null) walk(value, [], `/${type}`);
  return found;
}

/** Whether an argument is present: null and an empty list of blocks count as absent. */
export function isPresent(value: Value | undefined): boolean {
  return value !== undefined && value !== null && !(isList(value) && value.length === 0);
}

/** A JSON pointer one step further. https://www.rfc-editor.org/rfc/rfc6901 */
export function pointerTo(pointer: string, ...names: readonly string[]): string {
  return names.reduce((path, name) => `${path}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, pointer);
}
