export { isDefinite, type Path } from './path';
export { parsePath, readPath, readQuoted } from './parse';
export { lookup, select } from './select';
