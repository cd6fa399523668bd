export { run } from '../commands/review/run';
