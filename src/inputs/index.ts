export { readModel } from './input';
