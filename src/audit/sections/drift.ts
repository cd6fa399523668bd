import { driftOf } from '../drift/compare';
import { differenceInWords } from '../drift/words';
import type { AuditFinding, DriftPart } from '../document';
import { verdictOf } from '../verdict';
import type { Audited } from './audited';

/** The differences between the account and what the settings would deploy. */
export function driftPart({ place, made, replies }: Audited): DriftPart {
  const { differences, compared, notCompared } = driftOf({ place, made, replies });
  const findings = differences.map((difference): AuditFinding => ({
    gravity: 'problem',
    kind: difference.kind,
    subject: difference.thing.user ?? difference.thing.name,
    message: differenceInWords(difference),
    remedy: 'Deploy the environment, or change the settings.',
  }));
  return { verdict: compared === 0 ? 'not-judged' : verdictOf(findings), findings, compared, notCompared };
}
