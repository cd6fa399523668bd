import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { subjectOf, runCase, type CaseResult } from '../../../explorer';
import type { WorkItem, WorkerData } from './worker';

interface Work extends WorkerData {
  readonly items: readonly WorkItem[];
  readonly onDone: (item: WorkItem, result: CaseResult) => void;
  readonly threads: number;
  /** Ends the work early; finished items are kept. */
  readonly signal: AbortSignal;
}

/** The thread's program is built next to this one. A program that runs from its sources has no such file, and does the work itself. */
const workerFile = join(__dirname, 'explore-worker.js');

/** Most objects of a search live shortly: with more room for young objects, few of them are copied. */
const youngMb = 64;

/** Runs the items on as many threads as there are cores, or as are allowed. */
export async function workOff(all: Work): Promise<void> {
  const threads = existsSync(workerFile) ? Math.min(availableParallelism(), all.items.length, all.threads) : 0;
  if (threads === 0) {
    workAlone(all);
    return;
  }
  const queue = [...all.items];
  await Promise.all(Array.from({ length: threads }, () => workInThread(all, queue)));
}

function workAlone({ deployments, user, items, onDone, signal }: Work): void {
  const subjects = deployments.map((deployment) => subjectOf(deployment, user === undefined ? {} : { user }));
  for (const item of items) {
    if (signal.aborted) return;
    const subject = subjects[item.deployment];
    if (subject !== undefined) onDone(item, runCase(item.each, subject));
  }
}

function workInThread({ deployments, user, onDone, signal }: Work, queue: WorkItem[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const workerData: WorkerData = { deployments, user };
    const worker = new Worker(workerFile, { workerData, resourceLimits: { maxYoungGenerationSizeMb: youngMb } });
    let current: WorkItem | undefined;
    const finish = () => void worker.terminate().then(() => resolve(), reject);
    const next = () => {
      current = signal.aborted ? undefined : queue.shift();
      if (current === undefined) finish();
      else worker.postMessage(current);
    };
    signal.addEventListener('abort', finish, { once: true });
    worker.on('error', reject);
    worker.on('message', (result: CaseResult) => {
      if (signal.aborted) return;
      if (current !== undefined) onDone(current, result);
      next();
    });
    next();
  });
}
