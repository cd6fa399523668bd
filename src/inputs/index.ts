export { readModel } from './recognise';
export { readInput, type InputRead } from './read-input';
