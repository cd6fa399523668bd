import { liveKeys, secretWorks } from '../../src/explorer/model/world-queries';
import { defaultInterpretation, initialWorlds, worldOf } from '../../src/explorer/model/initial-worlds';
import { afterSettling, normalPath } from '../../src/explorer/invariants/next-run';
import { searchContext } from '../../src/explorer/search/context';
import { initialState } from '../../src/explorer/search/explore';
import { handbook } from '../../src/operations/handbook';
import { defaultStart, endingOf, type World } from '../../src/simulator';
import { buildWorkflow, strategies, traitsOf, type Strategy } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { runsAll } from '../effort';
import { subjectFor } from '../explorer/support';
import { allCases, leftBehind, outcomeOf, someCases, type Left } from './left-behind';
import { afterSteps, corrected, isOtherTrouble, withoutKeyInSecret } from './ways-out';

/** Outcomes that the explorer does not reach with these cases, and the outcomes that leave the same states. */
const others: Readonly<Record<string, string>> = {
  // No execution times out in the explorer: one that AWS stops is left where somebody else could have stopped it.
  TIMED_OUT: 'ABORTED',
  // Both end before a key is created.
  CreateThrottled: 'CreateNotAllowed',
  // IAM refuses a third key.
  QuotaReached: 'UnknownKeySeen',
  // The secret holds the new key, and the previous one stays.
  PreviousKeyStays: 'RotatedNobodyTold',
  // Below, somebody else has deleted the new key.
  NewKeyMissing: 'NewKeyNotConfirmed',
};

/** The embedded AWS has no list of keys that makes an execution see two keys that nobody knows: somebody else created both. */
const byOthers = ['AA-neither', 'AA-older', 'AA-newer'];

function errorsOf(strategy: Strategy): string[] {
  return Object.values(buildWorkflow(workflowOptions({ strategy })).States).flatMap((state) => {
    const error = state.Type === 'Pass' && state.Next === 'SendFailureEmail' ? state.Parameters?.['error'] : undefined;
    return typeof error === 'string' ? [error] : [];
  });
}

describe.each(runsAll ? strategies : (['overlap'] as const))('the way out of every outcome of %s', (strategy) => {
  const subject = subjectFor({ strategy });
  const context = searchContext(subject, defaultInterpretation);
  const states = leftBehind(runsAll ? allCases(subject) : someCases, subject);
  const initial = initialWorlds.map((each) => worldOf(each, subject.account, subject, defaultInterpretation));

  function statesOf(outcome: string): readonly Left[] {
    const own = states.filter((left) => left.outcome === outcome);
    if (own.length > 0) return own;
    const alike = states.filter((left) => left.outcome === others[outcome]);
    if (outcome === 'NewKeyMissing')
      return alike.map((left) => ({ ...left, world: withoutKeyInSecret(left.world, subject) }));
    if (alike.length > 0) return alike;
    // Such an execution has changed nothing.
    if (outcome.endsWith('Refused')) return initial.map((world) => ({ outcome, world, start: world }));
    if (outcome === 'UserNotFound')
      return initial.filter(({ users }) => users.length === 0).map((world) => ({ outcome, world, start: world }));
    if (outcome !== 'SeveralUnknownKeys') return [];
    return byOthers.map((id) => {
      const world = initial[initialWorlds.findIndex((each) => each.id === id)];
      if (world === undefined) throw new Error(`there is no world ${id}`);
      return { outcome, world, start: world };
    });
  }

  /** One run without faults, when everything has settled. */
  function nextRun(world: World, tick = afterSettling) {
    const { end } = normalPath(initialState(world, 1, 0, tick), context);
    const [run] = end.runs;
    if (run === undefined) throw new Error('nothing ran');
    return { ended: endingOf(run.execution), world: end.world };
  }

  /** Follows the handbook, and demands what it promises: the secret holds a key that works, and the next rotation succeeds. */
  function follow(outcome: string, left: World, hops: readonly string[]): void {
    const tick = hops.length * afterSettling;
    const at = defaultStart + (tick - afterSettling / 2) * 1000;
    const world = afterSteps(outcome, left, subject, at);
    const steps = handbook[outcome] ?? [];
    if (!steps.includes('rotate') && !isOtherTrouble(left, subject))
      expect([...hops, secretWorks(world, subject)]).toEqual([...hops, true]);
    const next = nextRun(world, tick);
    if (next.ended.status !== 'SUCCEEDED' && isOtherTrouble(world, subject) && hops.length < 4) {
      follow(outcomeOf(next.ended), next.world, [...hops, outcomeOf(next.ended)]);
      return;
    }
    expect([...hops, next.ended.error]).toEqual([...hops, undefined]);
    expect(secretWorks(next.world, subject)).toBe(true);
    expect(liveKeys(next.world, subject).length).toBeLessThanOrEqual(traitsOf(strategy).keepsPrevious ? 2 : 1);
  }

  const outcomes = [...new Set([...errorsOf(strategy), 'TIMED_OUT', 'ABORTED'])];

  test.each(outcomes)('%s', (outcome) => {
    for (const { world } of statesOf(outcome)) follow(outcome, world, [outcome]);
  });

  test('has a state for every outcome that the strategy can end with', () => {
    const without = outcomes.filter((outcome) => statesOf(outcome).length === 0);
    expect(runsAll ? without : []).toEqual([]);
    expect(states.length).toBeGreaterThan(runsAll ? 200 : 20);
  });

  test('is needed: without its steps, some of these states are not left', () => {
    const stuck = states.filter(
      ({ world }) => nextRun(corrected(world, subject, defaultStart)).ended.status !== 'SUCCEEDED',
    );
    expect(stuck.length > 0).toBe(strategy !== 'delete-first');
  });
});
