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
