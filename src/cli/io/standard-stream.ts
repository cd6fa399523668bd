import { fstatSync, writeSync } from 'node:fs';
import { refusalOf } from '../../files';
import { InputError } from '../../input-error';

/**
 * Standard output or standard error. Node.js's own streams for them load thirty modules, a twentieth of the time of a check, so a text is
 * written directly, and only what a terminal or a full pipe needs is left to the stream.
 */
export interface StandardStream {
  write(text: string): void;
  readonly isTerminal: boolean;
  /** Calls back once everything is written. */
  end(done: () => void): void;
}

/**
 * @param open returns the stream of Node.js for the descriptor
 * @param writeNow writes as much as the descriptor takes, and returns the number of bytes
 */
export function standardStream(
  descriptor: 1 | 2,
  open: () => NodeJS.WriteStream,
  writeNow: (descriptor: number, bytes: Uint8Array) => number = writeSync,
): StandardStream {
  // Any other kind of file cannot be a terminal. On a terminal, writing directly would block while a person holds the output.
  const isTerminal = isCharacterDevice(descriptor) && open().isTTY;
  let stream = isTerminal ? opened(open) : undefined;
  let isClosed = false;
  return {
    isTerminal,
    write(text) {
      if (isClosed || text === '') return;
      if (stream !== undefined) {
        stream.write(text);
        return;
      }
      let rest: Uint8Array = Buffer.from(text);
      try {
        while (rest.length > 0) rest = rest.subarray(writeNow(descriptor, rest));
      } catch (error) {
        const code = codeOf(error);
        if (code === 'EPIPE') isClosed = true;
        else if (code === 'EAGAIN') {
          // The reader of a pipe that does not block is slower than this program.
          stream = opened(open);
          stream.write(rest);
        } else throw unwritable(descriptor, error);
      }
    },
    end(done) {
      if (stream === undefined) done();
      else stream.write('', done);
    },
  };
}

function opened(open: () => NodeJS.WriteStream): NodeJS.WriteStream {
  const stream = open();
  // A reader that closes the pipe early, such as `head`, is not an error.
  stream.on('error', (error: Error) => {
    if (codeOf(error) !== 'EPIPE') throw error;
  });
  return stream;
}

/** Output that goes to a file, such as on a full disk, can be refused as any other file. */
function unwritable(descriptor: 1 | 2, error: unknown): unknown {
  const why = refusalOf(error);
  const name = descriptor === 1 ? 'standard output' : 'standard error';
  return why === undefined ? error : InputError.of(`${name}: cannot be written (${why})`);
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function isCharacterDevice(descriptor: number): boolean {
  try {
    return fstatSync(descriptor).isCharacterDevice();
  } catch {
    return false; // it is closed
  }
}
