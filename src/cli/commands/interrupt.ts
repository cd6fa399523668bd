import { AwsFault } from '../../account/sdk/fault';
import { exitCodes } from '../exit-codes';
import type { Io } from '../io';

/** The signals that ask a command to end. */
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Runs a task that ends early if the process is asked to end: the task decides what it leaves, and says so. */
export async function interruptible<T>(task: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  for (const signal of signals) process.once(signal, interrupt);
  try {
    return await task(stop.signal);
  } finally {
    for (const signal of signals) process.removeListener(signal, interrupt);
  }
}

/** Does the one thing of a command that changes something. */
export type Doing = (deed: () => Promise<void>) => Promise<void>;

/**
 * Runs a command that reads, and changes at most one thing. A signal ends it at once while it reads; after the change has begun, the command continues
 * to its end and says what was done. A second signal ends it in any case.
 */
export function untilInterrupted(task: (doing: Doing) => Promise<number>, io: Io): Promise<number> {
  return interruptible((signal) => {
    let hasBegun = false;
    const doing: Doing = async (deed) => {
      // The command has ended by then: its last line says that nothing was changed.
      if (signal.aborted) return new Promise(() => undefined);
      hasBegun = true;
      await knownToEnd(deed());
    };
    const interrupted = new Promise<number>((resolve) => {
      signal.addEventListener('abort', () => {
        if (hasBegun) return;
        io.stderr('Interrupted. Nothing was changed.\n');
        resolve(exitCodes.interrupted);
      });
    });
    return Promise.race([task(doing), interrupted]);
  });
}

/** Says of a change whose answer is lost that it may have taken place. */
async function knownToEnd(change: Promise<void>): Promise<void> {
  try {
    await change;
  } catch (error) {
    if (error instanceof AwsFault && error.kind === 'unreachable')
      throw new AwsFault(
        error.kind,
        error.action,
        `${error.answer}; it is not known whether AWS did it: run the command again, it looks first`,
      );
    throw error;
  }
}
