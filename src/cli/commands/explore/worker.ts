import { parentPort, workerData } from 'node:worker_threads';
import { subjectOf, work, type Case } from '../../../explorer';
import type { Deployment } from '../../../terraform';

/** A thread that explores the cases that it is sent, one after the other. */
export interface WorkerData {
  readonly deployments: readonly Deployment[];
  readonly user: string | undefined;
}

export interface Order {
  readonly deployment: number;
  readonly each: Case;
}

const { deployments, user } = workerData as WorkerData;
const subjects = deployments.map((deployment) => subjectOf(deployment, user === undefined ? {} : { user }));

parentPort?.on('message', ({ deployment, each }: Order) => {
  const subject = subjects[deployment];
  if (subject !== undefined) parentPort?.postMessage(work(each, subject));
});
