import { endingOf, type Ended, type World } from '../../simulator';
import { explore, initialState } from '../search/explore';
import { allKeys, areOfOneSecond, isWritable, keyInSecret, liveKeys, secretWorks } from '../model/world-queries';
import { isOver, type ScenarioEvent, type GlobalState } from '../search/global-state';
import { saidBy } from './cause-claims';
import { invariantsOf } from './invariants';
import { violation, type Violation } from './kinds';
import type { SearchContext } from '../search/context';
import { stepsFrom } from '../search/steps';
import type { Subject } from '../model/subject';

/** A tick far later than all events before: everything has settled. */
export const afterSettling = 100_000;

/** The path of one execution without faults, when nothing else happens. */
export function normalPath(
  start: GlobalState,
  context: SearchContext,
): { readonly events: readonly ScenarioEvent[]; readonly end: GlobalState } {
  const events: ScenarioEvent[] = [];
  let state = start;
  while (!isOver(state)) {
    const [step] = stepsFrom(state, context);
    if (step === undefined) throw new Error('an execution neither continues nor ends');
    events.push(step.event);
    state = step.after;
  }
  return { events, end: state };
}

/**
 * Returns the violations of one run without faults that starts from a world that was left behind, when all lists have settled. The run must
 * reach the intended world, or change nothing and name the keys to look at, or, if it cannot write the secret at all, report that.
 */
export function violationsOfNextRun(left: World, context: SearchContext): readonly Violation[] {
  const { subject } = context;
  const start = initialState(left, 1, 0, afterSettling);
  const { counterexamples } = explore(start, context, invariantsOf(subject));
  const { end } = normalPath(start, context);
  const run = end.runs[0];
  if (run === undefined) return [];
  const found = counterexamples.map((counterexample): Violation => ({ ...counterexample.violation, inNextRun: true }));
  const ended = endingOf(run.execution);
  return ended.status === 'SUCCEEDED' ? found : [...found, ...violationsOfFailure(left, end, ended, subject)];
}

/** The violations by a next run that does not succeed. */
function violationsOfFailure(left: World, end: GlobalState, ended: Ended, subject: Subject): Violation[] {
  const found = isLoud(ended) ? [] : [violation('next-run-fails-silently')];
  if (!isWritable(left, subject) || left.users.length === 0) {
    const isHarmed = !secretWorks(end.world, subject) && secretWorks(left, subject) && !subject.traits.mayDie;
    return isHarmed ? [...found, violation('next-run-harms')] : found;
  }
  const isNamed = isRefusal(left, end.world, ended, subject);
  if (isNamed && subject.traits.refusesTwo && areActive(left, subject)) return found;
  if (isNamed && areOfOneSecond(left, subject)) return [...found, violation('next-run-refuses-keys-of-one-second')];
  return isRotatedWithoutMail(end, left, subject) ? found : [...found, violation('next-run-fails')];
}

/** Whether a failure reports its reason. */
function isLoud({ status, error, cause }: Ended): boolean {
  return status === 'FAILED' && error !== undefined && cause !== undefined && cause !== '';
}

/** Whether the world is as intended except for the mail, which could not be sent, and the failure reports that. */
function isRotatedWithoutMail({ world, observations }: GlobalState, before: World, subject: Subject): boolean {
  const [mine] = observations.runs;
  const live = liveKeys(world, subject);
  const isRotated =
    secretWorks(world, subject) && !liveKeys(before, subject).includes(keyInSecret(world, subject) ?? '');
  return (
    mine?.mailAttempted === true && !mine.mailSent && isRotated && live.length <= (subject.traits.keepsPrevious ? 2 : 1)
  );
}

function areActive(world: World, subject: Subject): boolean {
  return allKeys(world, subject).every(({ deletedAt, status }) => deletedAt !== undefined || status === 'Active');
}

/** Whether the run refuses two keys: it changes nothing and names both. */
function isRefusal(before: World, after: World, ended: Ended, subject: Subject): boolean {
  const keys = liveKeys(before, subject);
  const isUnchanged =
    keys.join() === liveKeys(after, subject).join() && keyInSecret(before, subject) === keyInSecret(after, subject);
  return isUnchanged && keys.length === 2 && saidBy(ended, keys, subject).named.length === 2;
}
