export { readModel } from './recognise';
