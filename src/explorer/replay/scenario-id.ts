import { InputError } from '../../input-error';
import type { ScenarioEvent } from '../search/global-state';
import { circumstances, type Circumstance } from '../model/circumstances';
import { stopped } from '../model/faults';
import { initialWorlds, type InitialWorld, type Interpretation } from '../model/initial-worlds';

/** Everything that is needed to replay a scenario. */
export interface ExploredScenario {
  /** The name of the subject. */
  readonly subject: string;
  readonly initialWorld: InitialWorld;
  readonly interpretation: Interpretation;
  readonly executions: 1 | 2;
  readonly circumstance: Circumstance | undefined;
  readonly events: readonly ScenarioEvent[];
  /** One more run without faults starts when everything has ended. */
  readonly then: 'next-run' | undefined;
}

/**
 * The id of a scenario: the strategy, the initial world, the interpretation, then for each event the number of its execution, the letter of
 * its fault, and after a `~` the keys that it sees as they were before: `1.2.1l.2~1`. `1R` is a redrive; `V` puts the previous value back.
 */
export function scenarioIdOf({
  subject,
  initialWorld,
  interpretation,
  executions,
  circumstance,
  events,
  then,
}: ExploredScenario): string {
  const letters = [
    interpretation.repeatedToken === 'succeeds' ? 's' : 'f',
    interpretation.errorNames === 'base' ? 'b' : 'o',
    interpretation.listed === 'oldest first' ? 'o' : 'n',
  ].join('');
  const words = events
    .filter(({ kind }) => kind !== 'start')
    .map(({ kind, run, fault, stale }) =>
      kind === 'redrive'
        ? `${run + 1}R`
        : kind === 'restore'
          ? 'V'
          : `${run + 1}${fault ?? ''}${stale.length > 0 ? `~${stale.join('')}` : ''}`,
    );
  const ending = then === 'next-run' ? ['h'] : [];
  return [
    subject.replace(', ', '+'),
    initialWorld.id,
    letters,
    `${executions}${circumstance === undefined ? '' : `-${circumstance}`}`,
    [...words, ...ending].join('.'),
  ].join('/');
}

/** Throws InputError for a text that is not the id of a scenario. */
export function readScenarioId(text: string): ExploredScenario {
  const [, name = '', id = '', letters = '', executions = '', outside, events = ''] =
    /^([^/]+)\/([^/]+)\/([sf][bo][on])\/([12])(?:-([a-z-]+))?\/([\w.~]*)$/.exec(text) ?? [];
  const circumstance = circumstances.find((each) => each === outside);
  const initialWorld = initialWorlds.find((each) => each.id === id);
  if (initialWorld === undefined || circumstance !== outside)
    throw InputError.of(
      `--replay: ${JSON.stringify(text)} is not a scenario; give the word that "keyturn explore" printed`,
    );
  const words = events === '' ? [] : events.split('.');
  const then = words.at(-1) === 'h' ? 'next-run' : undefined;
  const count = executions === '2' ? 2 : 1;
  const starts = Array.from({ length: count }, (_, run): ScenarioEvent => ({
    kind: 'start',
    run,
    fault: undefined,
    stale: [],
  }));
  return {
    subject: name.replace('+', ', '),
    initialWorld,
    interpretation: {
      repeatedToken: letters.startsWith('s') ? 'succeeds' : 'fails',
      errorNames: letters.charAt(1) === 'b' ? 'base' : 'own',
      listed: letters.endsWith('o') ? 'oldest first' : 'newest first',
    },
    executions: count,
    circumstance,
    events: [...starts, ...words.filter((word) => word !== 'h').map((word) => eventOf(word, text))],
    then,
  };
}

function eventOf(word: string, text: string): ScenarioEvent {
  if (word === 'V') return { kind: 'restore', run: 0, fault: undefined, stale: [] };
  const [, run, fault, stale = ''] = /^([12])([a-zR])?(?:~(\d+))?$/.exec(word) ?? [];
  if (run === undefined)
    throw InputError.of(`--replay: ${JSON.stringify(word)} in ${JSON.stringify(text)} is not an event`);
  if (fault === 'R') return { kind: 'redrive', run: Number(run) - 1, fault: undefined, stale: [] };
  return {
    kind: fault === stopped.id ? 'stop' : 'call',
    run: Number(run) - 1,
    fault,
    stale: stale.split('').map(Number),
  };
}
