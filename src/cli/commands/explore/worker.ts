import { parentPort, workerData } from 'node:worker_threads';
import { subjectOf, runCase, type ExplorationCase } from '../../../explorer';
import type { Deployment } from '../../../terraform';

/** A thread that explores the cases that it receives, one after the other. */
export interface WorkerData {
  readonly deployments: readonly Deployment[];
  readonly user: string | undefined;
}

export interface WorkItem {
  readonly deployment: number;
  readonly each: ExplorationCase;
}

const { deployments, user } = workerData as WorkerData;
const subjects = deployments.map((deployment) => subjectOf(deployment, user === undefined ? {} : { user }));

parentPort?.on('message', ({ deployment, each }: WorkItem) => {
  const subject = subjects[deployment];
  if (subject !== undefined) parentPort?.postMessage(runCase(each, subject));
});
