export { compileCall } from './call';
