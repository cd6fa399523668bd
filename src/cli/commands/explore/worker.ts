import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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

setFlagsFromString('--expose-gc');
/** V8 collects old objects only when it wants their room, so the states of a finished large case would stay next to those of the following one. */
const collectGarbage = runInNewContext('gc') as () => void; // what the flag defines
const manyStates = 20_000;

parentPort?.on('message', ({ deployment, each }: WorkItem) => {
  const subject = subjects[deployment];
  if (subject === undefined) return;
  const result = runCase(each, subject);
  parentPort?.postMessage(result);
  if (result.states > manyStates) collectGarbage();
});
