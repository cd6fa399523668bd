import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { subjectOf, work, type Worked } from '../../../explorer';
import type { Order, WorkerData } from './worker';

export interface Work extends WorkerData {
  readonly orders: readonly Order[];
  readonly onDone: (order: Order, worked: Worked) => void;
  /** Ends the work early; what is done stays done. */
  readonly signal: AbortSignal;
}

/** Built beside the program; run from its sources, a program has none, and does the work itself. */
const workerFile = join(__dirname, 'explore-worker.js');

/** Has the orders done by as many threads as there are cores. */
export async function workOff(all: Work): Promise<void> {
  const threads = existsSync(workerFile) ? Math.min(availableParallelism(), all.orders.length) : 0;
  if (threads === 0) {
    workAlone(all);
    return;
  }
  const queue = [...all.orders];
  await Promise.all(Array.from({ length: threads }, () => workInThread(all, queue)));
}

function workAlone({ deployments, user, orders, onDone, signal }: Work): void {
  const subjects = deployments.map((deployment) => subjectOf(deployment, user === undefined ? {} : { user }));
  for (const order of orders) {
    if (signal.aborted) return;
    const subject = subjects[order.deployment];
    if (subject !== undefined) onDone(order, work(order.each, subject));
  }
}

function workInThread({ deployments, user, onDone, signal }: Work, queue: Order[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const workerData: WorkerData = { deployments, user };
    const worker = new Worker(workerFile, { workerData });
    let current: Order | undefined;
    const finish = () => void worker.terminate().then(() => resolve(), reject);
    const next = () => {
      current = signal.aborted ? undefined : queue.shift();
      if (current === undefined) finish();
      else worker.postMessage(current);
    };
    signal.addEventListener('abort', finish, { once: true });
    worker.on('error', reject);
    worker.on('message', (worked: Worked) => {
      if (signal.aborted) return;
      if (current !== undefined) onDone(current, worked);
      next();
    });
    next();
  });
}
