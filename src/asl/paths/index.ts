export { isDefinite, type Path } from './path';
export { parsePath, readPath, readQuoted } from './parse';
export { lookup, select } from './select';
export { isReferencePath, placeAt } from '../../simulator/asl/reference-path';
