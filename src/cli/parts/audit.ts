export { runWith } from '../commands/audit/run';
