import { commands } from './commands';
import { processIo } from './io';
import { main } from './main';

/** Each command needs other parts of this program, so the starter keeps V8's compiled code for each command by its name. */
export const tasks: readonly string[] = commands.map(({ name }) => name);

// A reader that closes the pipe early, such as `head`, is not an error.
for (const stream of [process.stdout, process.stderr])
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });

void main(process.argv.slice(2), processIo()).then((code) => {
  process.exitCode = code;
  // Nothing is left to do when all is written: waiting for V8's background work would take longer than many commands.
  process.stdout.write('', () => process.stderr.write('', () => process.exit()));
});
