import { casesOf, type CaseResult, type Extent, type Subject } from '../../../explorer';
import type { Deployment } from '../../../terraform';
import type { Io } from '../../io';
import { workOff } from './pool';
import { progressBar } from './progress';
import type { WorkItem } from './worker';

/** The items of an exploration with their places in it. The order is fixed, so that a shard is decided by its numbers alone. */
interface PlacedItem extends WorkItem {
  readonly place: number;
}

/** An explored item. */
export interface ExploredItem {
  readonly place: number;
  /** The index of the machine. */
  readonly deployment: number;
  readonly result: CaseResult;
}

/** Every case of every machine. Two executions take longest and come first, because no core should wait for one that began last. */
export function itemsOf(subjects: readonly Subject[], extent: Extent): readonly PlacedItem[] {
  const weight = ({ each }: WorkItem) => each.executions * 10 + each.faults;
  return subjects
    .flatMap((subject, deployment) => casesOf(extent, subject).map((each) => ({ deployment, each })))
    .sort((a, b) => weight(b) - weight(a))
    .map((item, place) => ({ ...item, place }));
}

interface Exploring {
  readonly deployments: readonly Deployment[];
  readonly user: string | undefined;
  readonly io: Io;
  /** At most so many threads; without it, as many as there are cores. */
  readonly threads?: number;
}

/** Explores the items. The results are in the order of the items, whichever thread was ready first. */
export async function exploreItems(
  items: readonly PlacedItem[],
  { deployments, user, io, threads = Infinity }: Exploring,
): Promise<{ readonly done: readonly ExploredItem[]; readonly interrupted: boolean }> {
  const places = new Map<WorkItem, number>(items.map((item) => [item, item.place]));
  const done: ExploredItem[] = [];
  const bar = progressBar(items.length, io.progress);
  const stop = new AbortController();
  const interrupt = () => stop.abort();
  process.once('SIGINT', interrupt);
  try {
    await workOff({
      deployments,
      user,
      items,
      threads,
      signal: stop.signal,
      onDone: (item, result) => {
        done.push({ place: places.get(item) ?? 0, deployment: item.deployment, result });
        bar.step();
      },
    });
  } finally {
    process.removeListener('SIGINT', interrupt);
    bar.clear();
  }
  return { done: done.sort((a, b) => a.place - b.place), interrupted: stop.signal.aborted };
}
