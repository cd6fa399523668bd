export { decodeText, nameOf, readText, tryReadText } from './read-text';
