import type { Json } from '../../json';
import type { Path } from '../paths';
import type { IntrinsicName } from './functions';

/** The value of a field whose name ends in `.$`: a path, or a call of an intrinsic function. */
export type Expression = PathRead | FunctionCall;

export interface PathRead {
  readonly kind: 'path';
  readonly path: Path;
}

export interface FunctionCall {
  readonly kind: 'call';
  readonly name: IntrinsicName;
  readonly args: readonly Argument[];
  readonly text: string;
}

export type Argument = Expression | Literal | QuotedText;

/** A number, `true`, `false` or `null`. */
export interface Literal {
  readonly kind: 'literal';
  readonly value: Json;
}

/** A text between quotes, with its escapes: `States.Format` must distinguish `\{` from `{`. */
export interface QuotedText {
  readonly kind: 'text';
  readonly written: string;
}
