import type { ExplorationCase } from '../../src/explorer/cases';
import { namingCircumstances } from '../../src/explorer/model/circumstances';
import { defaultInterpretation, initialWorlds } from '../../src/explorer/model/initial-worlds';
import { subjectUnder, type Subject } from '../../src/explorer/model/subject';
import { searchContext } from '../../src/explorer/search/context';
import { explore, initialStateOf } from '../../src/explorer/search/explore';
import type { Invariants } from '../../src/explorer/search/invariants';
import { worldKey } from '../../src/explorer/search/state-key';
import { endingOf, type Ended, type World } from '../../src/simulator';

/** A world in which all executions have ended, and one of them without success. */
export interface Left {
  readonly outcome: string;
  readonly world: World;
  /** The world before. */
  readonly start: World;
}

export const outcomeOf = ({ status, error }: Ended): string => (status === 'FAILED' ? (error ?? '') : status);

/** Every different world that the explorer leaves behind for each outcome. */
export function leftBehind(cases: readonly ExplorationCase[], usual: Subject): readonly Left[] {
  const found = new Map<string, Left>();
  for (const each of cases) {
    const subject = subjectUnder(each.circumstance, usual);
    const judge: Invariants<never> = {
      ofCall: () => [],
      ofEnding: () => [],
      atEnd: ({ runs, world }, start) => {
        for (const { execution } of runs) {
          const ended = endingOf(execution);
          const outcome = outcomeOf(ended);
          const key = `${outcome} ${worldKey(world, subject)} ${start.secrets.length} ${start.users.length} ${JSON.stringify(start.secrets[0]?.key ?? null)} ${start.secrets[0]?.pendingDeletion}`;
          if (ended.status !== 'SUCCEEDED' && !found.has(key)) found.set(key, { outcome, world, start });
        }
        return [];
      },
      keyOf: () => '',
      labelOf: (ended) => ({ text: outcomeOf(ended), ids: [] }),
    };
    explore(initialStateOf(each, subject), searchContext(subject, each.interpretation), judge);
  }
  return [...found.values()];
}

const caseWith = (id: string, changes: Partial<ExplorationCase> = {}): ExplorationCase => {
  const initialWorld = initialWorlds.find((world) => world.id === id);
  if (initialWorld === undefined) throw new Error(`there is no world ${id}`);
  return {
    ...{ set: 'one execution, one fault', initialWorld, interpretation: defaultInterpretation },
    ...{ executions: 1, faults: 1, ...changes },
  };
};

/** A fault at every call, from each initial world; two faults, two executions, and inputs that name a key, from usual ones. */
export function allCases({ takesNamedKey }: Subject): readonly ExplorationCase[] {
  return [
    ...initialWorlds.map(({ id }) => caseWith(id)),
    caseWith('A-it', { faults: 2 }),
    ...['0-empty', 'A-it', 'IA-newer'].map((id) => caseWith(id, { executions: 2, faults: 0 })),
    caseWith('A-it', { executions: 2, faults: 0, circumstance: 'longer-lags' }),
    caseWith('A-it', { circumstance: 'unverified' }),
    ...(takesNamedKey ? namingCircumstances.map((circumstance) => caseWith('AA-newer', { circumstance })) : []),
  ];
}

/** What a fast test can afford. */
export const someCases: readonly ExplorationCase[] = ['A-it', 'AA-newer', 'A-missing'].map((id) => caseWith(id));
