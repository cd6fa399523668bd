import { commands } from './commands';
import { processIo, processStreams } from './io';
import { main } from './main';

/** Each command needs other parts of this program, so the starter keeps V8's compiled code for each command by its name. */
export const tasks: readonly string[] = commands.map(({ name }) => name);

const streams = processStreams();

void main(process.argv.slice(2), processIo(streams)).then((code) => {
  process.exitCode = code;
  // Nothing is left to do when all is written: waiting for V8's background work would take longer than many commands.
  streams.output.end(() => streams.errors.end(() => process.exit()));
});
