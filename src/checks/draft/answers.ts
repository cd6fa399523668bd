import type { Model } from '../../model';
import { contextFor } from '../check';
import type { GivenParameters } from '../contract/contract';
import { readContract } from '../contract/contract-reader';
import type { Answer } from '../rule';
import { rules } from '../rules';
import { runRule } from '../run-rule';
import { todo } from './left';

/** Places for inputs that do not show theirs: no answer depends on them. */
const anyPlace = { account: '000000000000', region: 'us-east-1' } as const;

/** An answer can make the next question visible. */
const mostRounds = 10;

/** The members of a draft that get entries. */
interface Entries {
  readonly elsewhere?: readonly object[];
  readonly ignored?: readonly object[];
}

interface Day {
  /** The day of the draft, as 2027-01-31. */
  readonly today: string | undefined;
  /** The last day of an entry. */
  readonly expires: string;
}

/** The draft with an entry for each question of the rules that an entry can answer. People must decide about each. */
export function withAnswers(contract: object, model: Model, given: GivenParameters, day: Day): object {
  let drafted = contract;
  const seen = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const answers = answersTo(drafted, model, given, day).filter((answer) => {
      const key = JSON.stringify(answer);
      return !seen.has(key) && seen.add(key);
    });
    if (answers.length === 0) return drafted;
    drafted = withEntries(drafted, answers, day);
  }
  return drafted;
}

function answersTo(draft: object, model: Model, given: GivenParameters, { today = '' }: Day): Answer[] {
  const context = contextFor(model, [readContract(JSON.stringify(draft), 'draft')], {
    today,
    coverAll: 'stacks',
    digest: (text) => text,
    given: { ...anyPlace, ...given },
  });
  return rules.filter(({ beforePlan }) => beforePlan !== 'only').flatMap((rule) => runRule(rule, context).answers);
}

function withEntries(draft: object & Entries, answers: readonly Answer[], { expires }: Day): object {
  const { elsewhere = [], ignored = [] } = draft;
  const more = answers.flatMap((answer) =>
    answer.member === 'elsewhere'
      ? [{ address: answer.address, attribute: answer.attribute, reason: todo('what it names, and how that is known') }]
      : [],
  );
  const leftOut = [...byAddress(answers).values()].map(({ member: _, ...entry }) => ({
    ...entry,
    reason: todo('why it gives the role nothing'),
    owner: todo('who decides'),
    expires,
  }));
  return {
    ...draft,
    ...(more.length === 0 ? {} : { elsewhere: [...elsewhere, ...more] }),
    ...(leftOut.length === 0 ? {} : { ignored: [...ignored, ...leftOut] }),
  };
}

/** One entry for each address; an entry that names its provider answers both rules. */
function byAddress(answers: readonly Answer[]): ReadonlyMap<string, Answer & { readonly member: 'ignored' }> {
  const entries = new Map<string, Answer & { readonly member: 'ignored' }>();
  for (const answer of answers)
    if (answer.member === 'ignored' && entries.get(answer.address)?.provider === undefined)
      entries.set(answer.address, answer);
  return entries;
}
