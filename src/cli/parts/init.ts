export { runWith } from '../commands/init/run';
