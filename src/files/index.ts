export { collected } from './collected';
export { kindOf, readPlainFile } from './read-plain';
export { decodeText, nameOf, readText, tryReadText } from './read-text';
