import type { Report, Verdict } from '../checks';
import type { HashedInput } from '../report';
import type { Signature } from '../report/evidence';
import type { Changes } from '../report/since';

/**
 * The result of an audit: one JSON document, from which every format is made. Times are ISO 8601; what is not known is null. No value of a secret is
 * in it.
 */
export interface AuditDocument {
  readonly format: 'keyturn-audit/1';
  /** The version of the program. */
  readonly tool: string;
  readonly at: string;
  readonly verdict: Verdict;
  readonly environments: readonly EnvironmentAudit[];
  /** Environments of the settings that are in another account than the files, so that nothing was judged about them. */
  readonly notAudited: readonly { readonly environment: string; readonly account: string }[];
  readonly basis: Basis;
  /** The differences from an earlier document. Absent if the call names none. */
  readonly changes?: Changes;
  /** A signature over all other members. Absent if the call names no key. */
  readonly signature?: Signature;
}

/** Everything that the verdict was made from, apart from the answers of the account itself. */
export interface Basis {
  /** The options of the call, apart from those about what is written. */
  readonly options: Readonly<Record<string, string | boolean | readonly string[]>>;
  readonly contracts: readonly HashedInput[];
  /** The files with answers; none if the account itself was asked. */
  readonly files: readonly HashedInput[];
}

export interface EnvironmentAudit {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly machine: string;
  readonly from: 'live' | 'files';
  /** The shards, each with a machine and a role of its own. Absent without shards. */
  readonly shards?: readonly ShardAudit[];
  /** SHA-256 of the effective settings. */
  readonly settings: string;
  readonly verdict: Verdict;
  /** The start of the period whose rotations are judged. */
  readonly since: string;
  /** Questions that were not answered, and so made the verdict undecided. */
  readonly gaps: readonly Gap[];
  /** Questions that no file answers. They change no verdict. */
  readonly notShown: readonly string[];
  readonly parts: Parts;
}

/** A shard of an environment. */
export interface ShardAudit {
  readonly shard: string;
  /** The ARN of its machine. */
  readonly machine: string;
  /** The name of its execution role. */
  readonly role: string;
  /** The number of users that the settings give it. */
  readonly users: number;
  /** The executions in the answers, and those of them that run; null if they are not known. */
  readonly executions: number | null;
  readonly running: number | null;
}

/** A question to AWS that was not answered. */
export interface Gap {
  /** The kind of the question, such as `machine`. */
  readonly question: string;
  readonly what: string;
  readonly reason: string;
  readonly message: string;
}

/** A part that no answer shows is `not-judged`; it changes no verdict. */
export type PartVerdict = Verdict | 'not-judged';

export interface Parts {
  /** The permissions of the roles against their contracts: the report of the check. */
  readonly roles: RolesPart;
  /** Findings about others: who can read the keys, and who can change the role. */
  readonly readers: Part;
  readonly keys: KeysPart;
  readonly drift: DriftPart;
  readonly rotations: RotationsPart;
  readonly alerts: Part;
  readonly controls: ControlsPart;
}

export type PartName = keyof Parts;

export interface Part {
  readonly verdict: PartVerdict;
  readonly findings: readonly AuditFinding[];
}

export interface AuditFinding {
  /** A problem fails the audit, an unknown makes it undecided, a note does neither. */
  readonly gravity: 'problem' | 'unknown' | 'note';
  readonly kind: string;
  /** The user, the role or the resource that it is about. */
  readonly subject: string | null;
  /** The shard of the subject. Absent if it belongs to no shard, or to all of them. */
  readonly shard?: string;
  readonly message: string;
  readonly remedy: string | null;
}

export interface RolesPart extends Part {
  /** The report of `keyturn check` on the account; null if nothing shows the roles. */
  readonly report: Report | null;
}

export interface KeysPart extends Part {
  /** The time of the credential report. */
  readonly reportAt: string | null;
  readonly maxKeyAgeDays: number | null;
  /** The users of the settings, then all others of the account that have a key. */
  readonly users: readonly KeysOfUser[];
}

export interface KeysOfUser {
  readonly user: string;
  /** Whether the settings rotate it. */
  readonly isRotated: boolean;
  readonly keys: readonly AuditedKey[];
  /** The rotations that the settings plan; null if they rotate the user not, or not now. */
  readonly planned: PlannedRotations | null;
}

/** The next rotations of a user, and what becomes of the key that each replaces. */
export interface PlannedRotations {
  /** The next starts. */
  readonly starts: readonly string[];
  /** The time from a start until the same run deletes the previous key, which it keeps for a grace period; null if the next run deletes it. */
  readonly deletedAfterSeconds: number | null;
  /** The most by which a start and its run can be late. */
  readonly lateSeconds: number;
}

export interface AuditedKey {
  readonly status: string;
  readonly createdAt: string;
  readonly ageDays: number;
  readonly lastUsedAt: string | null;
  readonly lastUsedWith: string | null;
  readonly neverUsed: boolean;
}

export interface DriftPart extends Part {
  /** The number of resources of the settings that were compared. */
  readonly compared: number;
  /** Addresses of resources that were not compared. */
  readonly notCompared: readonly string[];
}

export type RotationOutcome = 'rotated' | 'failed' | 'running' | 'missed' | 'not-known' | 'not-expected';

export interface RotationsPart extends Part {
  readonly rotations: readonly ScheduledRotation[];
}

/** A time at which a schedule was due, and the result. */
export interface ScheduledRotation {
  readonly user: string;
  readonly dueAt: string;
  readonly outcome: RotationOutcome;
  /** The name of the execution. */
  readonly execution: string | null;
}

export type ControlVerdict = 'met' | 'not-met' | 'not-met-by-design' | 'not-known';

export interface ControlsPart extends Part {
  readonly controls: readonly Control[];
  readonly rows: readonly ControlRow[];
}

/** A control of a catalogue. */
export interface Control {
  readonly id: string;
  readonly title: string;
  readonly source: string;
  /** The day on which the source was read. */
  readonly readOn: string;
}

export interface ControlRow {
  readonly control: string;
  readonly user: string;
  readonly verdict: ControlVerdict;
  /** The reason, with the arithmetic. */
  readonly because: string;
}
