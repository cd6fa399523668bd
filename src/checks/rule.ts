import type { Context } from './context';
import type { ConditionJson } from './contract/contract-json';

export type Severity = 'critical' | 'high' | 'medium';

export type Verdict = 'pass' | 'undecided' | 'fail';

/** The place of a finding. */
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
  /** JSON pointer into the document at `pointer`: a policy or a definition. */
  readonly within?: string;
  /** Its value is marked sensitive and must not be printed. */
  readonly sensitive?: true;
  /** The contract that is exceeded or not met. */
  readonly contract?: string;
  /** JSON pointer into that contract: the line that is exceeded. */
  readonly contractPointer?: string;
  /** The position in the input: lines and columns from 1, columns in UTF-16 code units; the end is after the last character. */
  readonly line?: number;
  readonly column?: number;
  readonly endLine?: number;
  readonly endColumn?: number;
  /** The decoded text there. */
  readonly excerpt?: Excerpt;
  /** The place in the contract's file, for a finding about the contract itself. */
  readonly inContract?: Location;
  /** The place for a reviewer: a file under version control. */
  readonly committed?: Location;
}

/** A region of a file. */
export interface Location {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** Lines of a decoded document, and the marked part. */
export interface Excerpt {
  readonly lines: readonly string[];
  /** The line is one of `lines`, from 0; the column counts from 1. */
  readonly caret?: { readonly line: number; readonly column: number; readonly length: number };
}

export interface Finding {
  readonly rule: string;
  readonly severity: Severity;
  /** The outcomes of a finding. A note does not change the verdict. */
  readonly verdict: 'fail' | 'undecided' | 'note';
  readonly place: Place;
  /** The problem: what exists and what it would grant. */
  readonly message: string;
  /** One request that it would allow. */
  readonly request?: string;
  /** The reason why that is outside the contract. */
  readonly why?: string;
  /** The grant, as its policy writes it. */
  readonly grants?: { readonly action: string; readonly resource: string };
  /** The hash of the grant, for an exception in a contract. */
  readonly grant?: string;
  /** The fix. */
  readonly remedy: string;
  /** The index of its cause in the check, from 0. */
  readonly cause?: number;
}

/** An entry of a contract with which a person can answer a finding. */
export type Answer =
  | {
      readonly member: 'unknownDocuments';
      readonly address: string;
      readonly attribute: string;
      readonly shown: string;
    }
  | {
      readonly member: 'resourcePolicies';
      readonly address: string;
      readonly action: string;
      readonly conditions: readonly ConditionJson[];
    }
  | { readonly member: 'elsewhere'; readonly address: string; readonly attribute: string }
  | { readonly member: 'ignored'; readonly address: string; readonly provider?: string };

/** The result of a rule, before its id is added. Its answers are for drafts of contracts; reports do not have them. */
export type Found = Omit<Finding, 'rule' | 'severity' | 'cause'> & { readonly answers?: readonly Answer[] };

/** A change of the sample that a rule finds: its documentation shows it, and a test runs it. */
export interface Example {
  /**
   * The target of the change: one `statement` is added to the execution role's policy; anything else is a JSON merge patch (RFC 7396) of
   * the policy, of the statement of its trust policy, of the machine's states, of the whole stack, of the contract that judges or of the
   * one in the change, of the plan, or of its changes by address. A `stack before a plan` is judged as `--before-plan` does, with the
   * sample as its base.
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
  /** A contract that judges the change in addition to those of the sample. */
  readonly contract?: object;
}

/** A rule with its texts; reports only show them. */
export interface Rule {
  readonly id: string;
  /** The severity of a failure. */
  readonly severity: Severity;
  /** The statement that holds if the rule passes. */
  readonly claim: string;
  readonly rationale: string;
  readonly remedy: string;
  /** The part of an input that the rule needs: policies and trust of roles, or resources. Without it, the rule is not applicable. */
  readonly needs?: 'identities' | 'resources';
  readonly example: Example;
  /** The questions that an entry of "ignored" leaves out, after "It leaves out "; absent if the rule does not read these entries. */
  readonly leavesOut?: string;
  /** Whether it judges the grants and the trust of a role, and so also the state before an apply. */
  readonly judgesBefore?: true;
  /** Whether it is used before a plan is made: only then, or then too. Every other rule judges roles by contracts, after the plan. */
  readonly beforePlan?: 'only' | 'also';
  /** Whether the rule itself decides which of its notes --strict makes failures; for other rules, all of them. */
  readonly gradesNotes?: true;
  /** Returns the results; undefined if the rule is not applicable to this input. */
  judge(context: Context): readonly Found[] | undefined;
}

export type Outcome = Verdict | 'not-applicable';

const order: readonly Verdict[] = ['pass', 'undecided', 'fail'];

/** The worst verdict wins. */
export function worst(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce<Verdict>((one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one), 'pass');
}
