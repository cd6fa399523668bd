import { answerText, limits, wordsOf, type Extent, type SubjectReport, type Telling } from '../../../explorer';

/** The report for programs; `schemas/exploration.schema.json` describes it. */
export function documentOf(reports: readonly SubjectReport[], { maxFaults, deep }: Extent, interrupted: boolean) {
  return {
    version: 1,
    maxFaults,
    deep,
    interrupted,
    strategies: reports.map(({ name, definition, verdicts, sets, worldsHealed, found }) => ({
      name,
      definition,
      invariants: Object.entries(verdicts).map(([invariant, verdict]) => ({ invariant, verdict })),
      sets,
      worldsHealed,
      stories: found.map(({ promise, violation, limit, faults, story }) => ({
        invariant: promise,
        what: wordsOf(violation),
        ...(limit === undefined ? {} : { limit: limits[limit] }),
        faults,
        replay: story,
      })),
    })),
  };
}

/** A story that was let happen again, for programs. */
export function documentOfTelling(id: string, { story, events, endings, broken }: Telling) {
  return {
    story: id,
    beginning: story.beginning.words,
    events: events.map(({ run, seconds, state, call, outcome, remarks, world, broken: here }) => ({
      run,
      state,
      service: call?.service ?? '',
      api: call?.api ?? '',
      remarks,
      answer: answerText(outcome),
      world,
      broken: here.map(wordsOf),
      seconds,
    })),
    endings: endings.map(({ text }) => text),
    broken: broken.map(wordsOf),
  };
}
