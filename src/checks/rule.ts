import type { Context } from './context';

export type Severity = 'critical' | 'high' | 'medium';

export type Verdict = 'pass' | 'undecided' | 'fail';

/** Where a finding is. */
export interface Place {
  /** The input file. */
  readonly input: string;
  /** The Terraform address of the resource. */
  readonly address?: string;
  /** JSON pointer into the input. */
  readonly pointer?: string;
  /** The statement of the policy, from 0. */
  readonly statement?: number;
  /** The state of the machine's definition. */
  readonly state?: string;
  /** JSON pointer into the document that is embedded where `pointer` leads: a policy, a definition. */
  readonly within?: string;
  /** Its value is marked sensitive and must not be printed. */
  readonly sensitive?: true;
  /** The contract that is exceeded or not met. */
  readonly contract?: string;
  /** JSON pointer into that contract: the line that is exceeded. */
  readonly contractPointer?: string;
  /** Where that is in the input: lines and columns from 1, columns in UTF-16 code units; the end is behind the last character. */
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** What stands there, decoded. */
  readonly excerpt?: Excerpt;
  /** Where a reviewer finds it: a file that is under version control. */
  readonly committed?: Location;
}

/** A stretch of a file. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines of a decoded document, and what of them is meant. */
export interface Excerpt {
  readonly lines: readonly string[];
  /** The line is one of `lines`, from 0; the column counts from 1. */
  readonly caret?: { readonly line: number; readonly column: number; readonly length: number };
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** A note changes no verdict. */
  readonly verdict: 'fail' | 'undecided' | 'note';
  readonly place: Place;
  /** What is there, and what it would grant. */
  readonly message: string;
  /** One concrete request that it would allow. */
  readonly request?: string;
  /** Why that is outside the contract. */
  readonly why?: string;
  /** The grant that it is about, as its policy writes it. */
  readonly grants?: { readonly action: string; readonly resource: string };
  /** The hash of the grant that it is about, by which a contract can make an exception of it. */
  readonly grant?: string;
  /** The change that corrects it. */
  readonly remedy: string;
  /** Which of the causes of its check it comes from, from 0. */
  readonly cause?: number;
}

/** What a rule finds, before it is known whose words they are. */
export type Found = Omit<Finding, 'rule' | 'severity' | 'cause'>;

/** A change of the sample that a rule finds: its documentation shows it, and a test runs it. */
export interface Example {
  /**
   * What is changed: one `statement` is added to the execution role's policy; anything else is a JSON merge patch (RFC 7396) of the policy, of
   * the statement of its trust policy, of the machine's states, of the whole stack, of the contract that judges or of the one in the change,
   * of the plan, or of its changes by address. A `stack before a plan` is judged as `--before-plan` does, with the sample as its base.
   */
  readonly of:
    | 'statement'
    | 'policy'
    | 'trust'
    | 'states'
    | 'stack'
    | 'stack before a plan'
    | 'contract'
    | 'contract here'
    | 'plan'
    | 'change';
  readonly change: object;
}

/** A rule owns its words; reports only show them. */
export interface Rule {
  readonly id: string;
  /** How bad it is where the rule fails. */
  readonly severity: Severity;
  /** What is true where the rule passes. */
  readonly claim: string;
  readonly rationale: string;
  readonly remedy: string;
  /** What an input must show for it: the policies and trust of roles, or resources. An input that shows less is not applicable. */
  readonly needs?: 'identities' | 'resources';
  readonly example: Example;
  /** It is about what a role has and who may assume it, and so judges what is there before an apply as well. */
  readonly judgesBefore?: true;
  /** It is judged before a plan is made: only then, or then as well. Every other rule judges roles by contracts, and so only what is applied. */
  readonly beforePlan?: 'only' | 'also';
  /** It says itself which of its notes are failures if it is named under --strict; of every other rule all are. */
  readonly gradesNotes?: true;
  /** What it finds; undefined where it has nothing to judge in this input. */
  judge(context: Context): readonly Found[] | undefined;
}

export type Outcome = Verdict | 'not-applicable';

const order: readonly Verdict[] = ['pass', 'undecided', 'fail'];

/** The worst verdict wins. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one), 'pass');
}
