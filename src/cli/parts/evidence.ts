export { signerOf, verify } from '../commands/check/evidence';
