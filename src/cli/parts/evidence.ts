export { changesOfReport } from '../commands/check/evidence/since';
export { signerOf, verify } from '../commands/check/evidence/verify';
