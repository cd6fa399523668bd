import type { Check } from '../../checks';
import type { Evidence } from '../evidence';
import { changesOf, type Change } from './change';
import { checkChanges, foundIn, usersIn, type EarlierCheck } from './checks';
import type { Compared, EarlierDocument } from './document';
import { findingChanges } from './findings';

/** An environment that is compared with evidence. */
interface JudgedNow {
  readonly environment: string | undefined;
  readonly account: string | undefined;
  readonly checks: readonly Check[];
  /** The version of this program. */
  readonly tool: string;
  /** The beginning of the names of the environment's roles. */
  readonly stack?: string | undefined;
}

/** The evidence itself, as the result names it. */
export function aboutEvidence(evidence: Evidence, file: string, signedBy: string | null): EarlierDocument {
  return { file, kind: 'evidence', tool: evidence.toolVersion, at: evidence.report.date, signedBy };
}

/** The differences of one environment from evidence; undefined if the evidence is not about it. */
export function changesSinceEvidence(
  { report, options, toolVersion }: Evidence,
  now: JudgedNow,
): Pick<Compared, 'changes' | 'notCompared'> | undefined {
  const own = report.checks.filter((check) => isAbout(check, now, options.given?.environment));
  if (own.length === 0) return undefined;
  // A check of the same kind of input shows the same things. Of another kind, the roles alone are compared.
  const alike = own.filter(({ kind }) => now.checks.some((one) => one.kind === kind));
  const isSameKind = alike.length > 0;
  const before: readonly EarlierCheck[] = isSameKind ? alike : own;
  const more: Change[] = isSameKind
    ? [
        ...changesOf('user', usersIn(before), usersIn(now.checks)),
        ...findingChanges(foundIn(before), foundIn(now.checks), toolVersion === now.tool),
      ]
    : [];
  return {
    changes: [...checkChanges(before, now.checks, { isSameKind }), ...more],
    notCompared: isSameKind ? [] : ['users', 'findings', 'what a new key can do'],
  };
}

/** Whether a check is about an environment. Evidence of 0.1.0 does not name it: then its roles tell. */
function isAbout(
  check: EarlierCheck,
  { environment, account, checks, stack }: JudgedNow,
  given: string | undefined,
): boolean {
  if (accountOf(check) !== account) return false;
  const name = check.environment ?? given;
  if (name !== undefined) return name === environment;
  const arns = new Set(checks.flatMap(({ roles }) => roles.map(({ arn }) => arn)));
  return check.roles.some(({ arn }) => arns.has(arn) || (stack !== undefined && arn.includes(`role/${stack}-`)));
}

/** The account of a check, which its roles show if it does not name it. */
function accountOf({ accountId, roles }: EarlierCheck): string | undefined {
  return accountId ?? roles[0]?.arn.split(':')[4];
}

/** A place that a document is about. */
export interface JudgedPlace {
  readonly environment: string | undefined;
  readonly account: string;
}

/** The environments that evidence is about. */
export function placesIn({ report, options, accounts }: Evidence): readonly JudgedPlace[] {
  const known = report.checks.flatMap((check): JudgedPlace[] => {
    const account = accountOf(check);
    return account === undefined ? [] : [{ account, environment: check.environment ?? options.given?.environment }];
  });
  return known.length > 0 ? known : accounts.map((account) => ({ account, environment: undefined }));
}

/** Places in words, the first with its name. */
export function placesInWords(places: readonly JudgedPlace[]): string {
  const words = places.map(({ environment, account }) =>
    environment === undefined ? `account ${account}` : `${environment} in account ${account}`,
  );
  const [first = 'no environment', ...others] = new Set(words);
  return others.length === 0 ? first : `${first} and ${others.length} more`;
}
