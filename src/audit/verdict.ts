import type { Verdict } from '../checks';
import type { AuditFinding, PartVerdict } from './document';

const order = ['not-judged', 'pass', 'undecided', 'fail'] as const satisfies readonly PartVerdict[];

/** The worst verdict; `not-judged` counts for nothing, and `pass` needs at least one that is judged. */
export function worstOf(verdicts: readonly PartVerdict[]): Verdict {
  const worst = verdicts.reduce<PartVerdict>(
    (one, other) => (order.indexOf(other) > order.indexOf(one) ? other : one),
    'not-judged',
  );
  return worst === 'not-judged' ? 'undecided' : worst;
}

/** The verdict of a part by its findings. */
export function verdictOf(findings: readonly AuditFinding[]): Verdict {
  if (findings.some(({ gravity }) => gravity === 'problem')) return 'fail';
  return findings.some(({ gravity }) => gravity === 'unknown') ? 'undecided' : 'pass';
}
