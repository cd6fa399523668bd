export { collected } from './collected';
export { insideFolder, isSameFile } from './inside';
export { kindOf, readPlainFile } from './read-plain';
export { decodeText, nameOf, readText, tryReadText } from './read-text';
export { refusalOf } from './refusal';
export { inTemporaryFolder } from './temporary';
