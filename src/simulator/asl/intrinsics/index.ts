export { readCall } from './call';
