import { answerText, limits, wordsOf, type Extent, type SubjectReport, type Replay } from '../../../explorer';
import type { OneOfShards } from './one-of-shards';

/** The report for programs; `schemas/exploration.schema.json` describes it. */
export function documentOf(
  reports: readonly SubjectReport[],
  { maxFaults, deep }: Extent,
  interrupted: boolean,
  shards: OneOfShards | undefined,
) {
  return {
    version: 1,
    maxFaults,
    deep,
    interrupted,
    ...(shards === undefined ? {} : { shards }),
    strategies: reports.map(({ name, definition, verdicts, sets, worldsLeft, found }) => ({
      name,
      definition,
      invariants: Object.entries(verdicts).map(([invariant, verdict]) => ({ invariant, verdict })),
      sets,
      worldsHealed: worldsLeft,
      stories: found.map(({ invariant, violation, limit, faults, scenarioId }) => ({
        invariant,
        what: wordsOf(violation),
        ...(limit === undefined ? {} : { limit: limits[limit] }),
        faults,
        replay: scenarioId,
      })),
    })),
  };
}

/** The replay of one scenario, for programs. */
export function documentOfReplay(id: string, { scenario, events, endings, broken }: Replay) {
  return {
    story: id,
    beginning: scenario.initialWorld.words,
    events: events.map(({ run, seconds, state, call, outcome, remarks, world, broken: here }) => ({
      run,
      state,
      service: call?.service ?? '',
      api: call?.api ?? '',
      remarks,
      answer: answerText(outcome),
      world,
      broken: here.map(({ violation }) => wordsOf(violation)),
      seconds,
    })),
    endings: endings.map(({ text }) => text),
    broken: broken.map(({ violation }) => wordsOf(violation)),
    limits: broken.flatMap(({ violation, limit }) =>
      limit === undefined ? [] : [{ what: wordsOf(violation), limit: limits[limit] }],
    ),
  };
}
