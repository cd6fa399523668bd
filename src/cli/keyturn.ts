import { commands } from './commands';
import { processIo } from './io';
import { main } from './main';

/** Each command needs other parts of this program, so the starter keeps V8's compiled code for each command by its name. */
export const tasks: readonly string[] = commands.map(({ name }) => name);

// A reader that closes the pipe early, such as `head`, is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});

void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
});
