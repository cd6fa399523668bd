export { decodeText, nameOf, readText } from './read-text';
