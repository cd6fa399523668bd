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
  readonly resourcePolicies?: readonly object[];
  readonly elsewhere?: readonly object[];
  readonly ignored?: readonly object[];
  readonly unknownDocuments?: readonly object[];
}

interface Means {
  /** SHA-256 of a text, in hexadecimal digits. */
  readonly digest: ((text: string) => string) | undefined;
  /** The day of the draft, as 2027-01-31. */
  readonly today: string | undefined;
  /** The last day of an entry. */
  readonly expires: string;
}

/** The draft with an entry for each question of the rules that an entry can answer. People must decide about each. */
export function withAnswers(contract: object, model: Model, given: GivenParameters, means: Means): object {
  let drafted = contract;
  const seen = new Set<string>();
  for (let round = 0; round < mostRounds; round += 1) {
    const answers = answersTo(drafted, model, given, means).filter((answer) => {
      const key = JSON.stringify(answer);
      return !seen.has(key) && seen.add(key);
    });
    if (answers.length === 0) return drafted;
    drafted = withEntries(drafted, answers, means);
  }
  return drafted;
}

function answersTo(draft: object, model: Model, given: GivenParameters, { today = '', digest }: Means): Answer[] {
  const context = contextFor(model, [readContract(JSON.stringify(draft), 'draft')], {
    today,
    coverAll: 'stacks',
    digest: digest ?? ((text) => text),
    given: { ...anyPlace, ...given },
  });
  return rules
    .filter(({ beforePlan }) => beforePlan !== 'only')
    .flatMap((rule) => runRule(rule, context).answers)
    .filter(({ member }) => member !== 'unknownDocuments' || digest !== undefined);
}

function withEntries(draft: object & Entries, answers: readonly Answer[], { expires }: Means): object {
  const { resourcePolicies = [], elsewhere = [], ignored = [], unknownDocuments = [] } = draft;
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
  const read = answers
    .filter((answer) => answer.member === 'unknownDocuments')
    .map(({ member: _, ...entry }) => ({
      ...entry,
      reason: todo('what it allows, and how that is known; the lines must contain it'),
      owner: todo('who decides'),
      expires,
    }));
  const lines = resourceLines(answers);
  return {
    ...draft,
    ...(lines.length === 0 ? {} : { resourcePolicies: [...resourcePolicies, ...lines] }),
    ...(read.length === 0 ? {} : { unknownDocuments: [...unknownDocuments, ...read] }),
    ...(more.length === 0 ? {} : { elsewhere: [...elsewhere, ...more] }),
    ...(leftOut.length === 0 ? {} : { ignored: [...ignored, ...leftOut] }),
  };
}

/** A line for each resource and its conditions, with all actions that its policy allows under them. */
function resourceLines(answers: readonly Answer[]): object[] {
  const lines = new Map<
    string,
    { readonly address: string; readonly conditions: readonly object[]; readonly actions: Set<string> }
  >();
  for (const answer of answers) {
    if (answer.member !== 'resourcePolicies') continue;
    const { address, action, conditions } = answer;
    const key = JSON.stringify([address, conditions]);
    const line = lines.get(key) ?? { address, conditions, actions: new Set() };
    lines.set(key, line);
    line.actions.add(action);
  }
  return [...lines.values()].map(({ address, conditions, actions }) => ({
    reason: todo('why the policy of this resource allows it to the role, or to everybody'),
    address,
    actions: [...actions],
    ...(conditions.length === 0 ? {} : { conditions }),
  }));
}

/** One entry for each address; an entry that names its provider answers both rules. */
function byAddress(answers: readonly Answer[]): ReadonlyMap<string, Answer & { readonly member: 'ignored' }> {
  const entries = new Map<string, Answer & { readonly member: 'ignored' }>();
  for (const answer of answers)
    if (answer.member === 'ignored' && entries.get(answer.address)?.provider === undefined)
      entries.set(answer.address, answer);
  return entries;
}
