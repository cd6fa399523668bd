import {
  rules,
  type Check,
  type Finding,
  type Location,
  type PermissionRow,
  type Place,
  type Report,
  type Verdict,
} from '../../checks';
import { inputKinds } from '../../model';

/** Sentences about the whole verdict, the same in every format. */
const words: { readonly [verdict in Verdict]: string } = {
  pass: 'nothing in this input gives a role a right outside its contract',
  undecided: 'Keyturn could not decide everything, and what is not proved does not pass',
  fail: 'something in this input is outside its contract',
};

/** The same sentences for a check before a plan. */
const wordsBeforePlan: typeof words = {
  pass: 'planning these stacks reads no file and no secret, and starts what the base starts',
  undecided: 'Keyturn could not decide what planning these stacks does: plan them without credentials, or not at all',
  fail: 'planning these stacks may read a secret or send one away: do not plan them with credentials',
};

/** The sentence for the verdict of a report. */
export function wordsOf({ verdict, beforePlan }: Report): string {
  return (beforePlan === true ? wordsBeforePlan : words)[verdict];
}

/** The basis of the verdict: facts for a reader who has only this report. */
export function basisOf({ date, typeList, contracts }: Report): [name: string, value: string][] {
  return [
    ['date', date],
    ['type list', typeList],
    ...contracts.map((contract): [string, string] => ['contract', contractText(contract)]),
  ];
}

/** A contract with its file. If no input is of an environment of the contract, also those environments. */
export function contractText({ name, file, notForInputs }: Report['contracts'][number]): string {
  if (notForInputs === undefined) return `${name} (${file})`;
  return `${name} (${file}; not for these inputs: for ${notForInputs.join(', ')})`;
}

/** A titled list. Every format shows it. */
interface Section {
  readonly title: string;
  readonly items: readonly string[];
  /** Whether a brief report shows it. */
  readonly isBrief?: true;
}

/** The assumptions, the limits of visibility, the exceptions and the notes of one check. Empty lists are left out. */
export function sectionsOf(check: Check): Section[] {
  return [...premiseSections(check), ...remarkSections(check)].filter(({ items }) => items.length > 0);
}

export function premiseSections({ kind, premises, notVisible }: Check): Section[] {
  return [
    { title: `Assumptions about ${inputKinds[kind].noun}:`, items: premises },
    { title: `Not visible in ${inputKinds[kind].noun}:`, items: notVisible },
  ];
}

export function remarkSections({ users, ignored, notes, resources = [] }: Check): Section[] {
  return [
    {
      title: 'Policies of resources that a contract judges:',
      items: resources.map(({ address, contract }) => `${address}: contract ${contract}`),
    },
    { title: 'Users whose access keys a role can create, and what they can do:', items: users.map(userText) },
    {
      title: 'Not judged, because the contract says so:',
      isBrief: true,
      items: ignored.map(
        ({ contract, address, rules, reason, owner, expires }) =>
          `${address} (${rules.join(', ')}): ${reason} (${owner}, until ${expires}; contract ${contract})`,
      ),
    },
    { title: 'Notes:', items: notes, isBrief: true },
  ];
}

function userText({ name, shown, rights, accepted }: Check['users'][number]): string {
  return `${name}: ${rightsText(shown, rights)}${accepted === null ? '' : ` (accepted: ${accepted})`}`;
}

function rightsText(shown: Check['users'][number]['shown'], rights: readonly string[]): string {
  switch (shown.kind) {
    case 'no-such-user':
      return 'the account has no such user';
    case 'another-path':
      return `the user has the path ${shown.path}, which the contract does not name`;
    case 'nothing':
      return 'rights not visible in this input';
    case 'all':
    case 'some':
      return rights.length === 0 ? 'none' : rights.join('; ');
  }
}

/** The sentences of a finding, in their order. */
export function sentencesOf({ message, request, why, grant, remedy }: Finding): [name: string, text: string][] {
  const told: [string, string | undefined][] = [
    ['', message],
    ['Allows', request],
    ['Reason', why],
    ['Grant', grant],
    ['Fix', remedy],
  ];
  return told.flatMap(([name, text]): [string, string][] => (text === undefined ? [] : [[name, text]]));
}

/** The place of a finding within its input, in words. */
export function logicalPlace({ address, statement, state, contract, pointer }: Place): string[] {
  return [
    address,
    statement === undefined ? undefined : `statement ${statement}`,
    state === undefined ? undefined : `state ${state}`,
    contract === undefined ? undefined : `contract ${contract}`,
    pointer === '' ? undefined : pointer,
  ].filter((part) => part !== undefined);
}

/** The file and the line to show in a review; the beginning of the input if nothing better is known. */
export function shownLocation({ committed, inContract, input, line, column, endLine, endColumn }: Place): Location {
  const better = committed ?? inContract;
  if (better !== undefined) return better;
  const start = { line: line ?? 1, column: column ?? 1 };
  return { file: input, ...start, endLine: endLine ?? start.line, endColumn: endColumn ?? start.column };
}

export interface RuleWords {
  readonly id: string;
  readonly severity: Finding['severity'];
  readonly claim: string;
  readonly rationale: string;
  readonly remedy: string;
}

/** Every rule once, with or without findings, and every other id that findings have. */
export function rulesOf({ checks }: Report): RuleWords[] {
  const known = new Map<string, RuleWords>(rules.map((rule) => [rule.id, rule]));
  const named = [
    ...checks.flatMap((check) => check.rules),
    ...checks.flatMap(({ findings }) =>
      findings.map(({ rule, severity }) => ({ id: rule, severity, claim: 'Every rule ran to completion.' })),
    ),
  ];
  for (const { id, severity, claim } of named) {
    if (known.has(id)) continue;
    const rationale = 'A rule that did not complete has proved nothing.';
    known.set(id, { id, severity, claim, rationale, remedy: 'Report it, with the input that caused it.' });
  }
  return [...known.values()];
}

/** The line of the contract that allows the permission. */
export function lineOf({ by, verdict, contractLine }: PermissionRow): string {
  const list = by === 'identity' ? 'identity' : 'resourcePolicies';
  return {
    inside: `${list}[${contractLine ?? ''}]`,
    inert: 'allows nothing: no service has it for such a resource',
    accepted: 'accepted by an exception of the contract',
    outside: 'OUTSIDE the contract',
  }[verdict];
}

/** The policy that grants it, if that is not a policy of the role. */
export function granterOf({ by, address }: PermissionRow): string | undefined {
  return by === 'identity' ? undefined : `by the policy of ${address}`;
}

/** Text such as: (5 actions by its policies, plus 1 by policies of resources). */
export function countsOfActions(rows: readonly PermissionRow[]): string {
  const actions = (by: PermissionRow['by']): number =>
    new Set(rows.filter((row) => row.by === by).map(({ action }) => action)).size;
  const others = actions('resource-policy');
  return others === 0
    ? ''
    : ` (${actions('identity')} actions by its policies, plus ${others} by policies of resources)`;
}
