import { InputError } from '../../input-error';
import type { Choice } from '../search/global-state';
import { circumstances, type Circumstance } from '../model/circumstances';
import { beginnings, type Beginning, type Reading } from '../model/initial-worlds';

/** What has to be known to let the same happen again. */
export interface Story {
  /** The name of the subject. */
  readonly subject: string;
  readonly beginning: Beginning;
  readonly reading: Reading;
  readonly executions: 1 | 2;
  readonly circumstance: Circumstance | undefined;
  readonly choices: readonly Choice[];
  /** One more run without faults starts when all has ended. */
  readonly then: 'healing' | undefined;
}

/**
 * A story in one word: the strategy, the beginning, the readings, then for each event the number of its execution, the letter of its
 * fault, and behind a `~` the keys that it sees as they were: `1.2.1l.2~1`. `1R` is a redrive, `V` the former value put back.
 */
export function storyOf({ subject, beginning, reading, executions, circumstance, choices, then }: Story): string {
  const letters = [
    reading.repeatedToken === 'succeeds' ? 's' : 'f',
    reading.errorNames === 'base' ? 'b' : 'o',
    reading.listed === 'oldest first' ? 'o' : 'n',
  ].join('');
  const events = choices
    .filter(({ kind }) => kind !== 'start')
    .map(({ kind, run, fault, stale }) =>
      kind === 'redrive'
        ? `${run + 1}R`
        : kind === 'restore'
          ? 'V'
          : `${run + 1}${fault ?? ''}${stale.length > 0 ? `~${stale.join('')}` : ''}`,
    );
  const ending = then === 'healing' ? ['h'] : [];
  return [
    subject.replace(', ', '+'),
    beginning.id,
    letters,
    `${executions}${circumstance === undefined ? '' : `-${circumstance}`}`,
    [...events, ...ending].join('.'),
  ].join('/');
}

/** Throws InputError for what is not a story. */
export function readStory(text: string): Story {
  const [, name = '', id = '', letters = '', executions = '', outside, events = ''] =
    /^([^/]+)\/([^/]+)\/([sf][bo][on])\/([12])(?:-([a-z-]+))?\/([\w.~]*)$/.exec(text) ?? [];
  const circumstance = circumstances.find((each) => each === outside);
  const beginning = beginnings.find((each) => each.id === id);
  if (beginning === undefined || circumstance !== outside)
    throw InputError.of(
      `--replay: ${JSON.stringify(text)} is not a story; give the word that "keyturn explore" printed`,
    );
  const words = events === '' ? [] : events.split('.');
  const then = words.at(-1) === 'h' ? 'healing' : undefined;
  const count = executions === '2' ? 2 : 1;
  const starts = Array.from({ length: count }, (_, run): Choice => ({
    kind: 'start',
    run,
    fault: undefined,
    stale: [],
  }));
  return {
    subject: name.replace('+', ', '),
    beginning,
    reading: {
      repeatedToken: letters.startsWith('s') ? 'succeeds' : 'fails',
      errorNames: letters.charAt(1) === 'b' ? 'base' : 'own',
      listed: letters.endsWith('o') ? 'oldest first' : 'newest first',
    },
    executions: count,
    circumstance,
    choices: [...starts, ...words.filter((word) => word !== 'h').map((word) => choiceOf(word, text))],
    then,
  };
}

function choiceOf(word: string, text: string): Choice {
  if (word === 'V') return { kind: 'restore', run: 0, fault: undefined, stale: [] };
  const [, run, fault, stale = ''] = /^([12])([a-zR])?(?:~(\d+))?$/.exec(word) ?? [];
  if (run === undefined)
    throw InputError.of(`--replay: ${JSON.stringify(word)} in ${JSON.stringify(text)} is no event`);
  if (fault === 'R') return { kind: 'redrive', run: Number(run) - 1, fault: undefined, stale: [] };
  return { kind: fault === 's' ? 'stop' : 'call', run: Number(run) - 1, fault, stale: stale.split('').map(Number) };
}
