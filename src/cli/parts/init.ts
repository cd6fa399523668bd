export { run } from '../commands/init/run';
