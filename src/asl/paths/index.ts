export { Cursor, ExpressionSyntaxError } from './cursor';
export { leadingNames, plainNames } from './names';
export { type Path } from './path';
export { parsePath, readPath } from './parse';
export { lookup, select } from './select';
