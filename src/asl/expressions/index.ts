export type { Argument, FunctionCall, Expression, PathRead } from './expression';
export { type IntrinsicName } from './functions';
export { expressionsIn } from './in-state';
export { parseExpression, readExpression } from './parse';
export { functionsIn, pathsReadBy } from './reads';
