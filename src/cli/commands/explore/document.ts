import { limits, type Extent, type SubjectReport } from '../../../explorer';

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
      stories: found.map(({ promise, what, limit, faults, story }) => ({
        invariant: promise,
        what,
        ...(limit === undefined ? {} : { limit: limits[limit] }),
        faults,
        replay: story,
      })),
    })),
  };
}
