import { alertProblems, type AlertProblem } from '../../operations/alerts/judge';
import { alertProblemInWords } from '../../operations/alerts/words';
import { alertsIn, senderIn } from '../answers/facts';
import type { AuditFinding, Part } from '../document';
import { verdictOf } from '../verdict';
import type { Audited } from './audited';

/** The state of alerts. Whether they are as the settings make them is a part of the drift. */
const kinds: readonly AlertProblem['kind'][] = ['alarm-raised', 'dead-letters', 'no-subscriber', 'sender-not-verified'];

/** Whether somebody would be informed, and whether there is something that nobody has looked at. */
export function alertsPart({ place, replies }: Audited): Part {
  const alerts = alertsIn(replies, place);
  const isSenderVerified = senderIn(replies, place);
  const answers = [isSenderVerified, ...(alerts === undefined ? [] : [alerts.alarms, alerts.subscriptions])];
  if (!answers.some(({ known }) => known)) return { verdict: 'not-judged', findings: [] };
  const findings = alertProblems({ alerts, isSenderVerified })
    .filter(({ kind }) => kinds.includes(kind))
    .map((problem): AuditFinding => ({
      gravity: 'problem',
      kind: problem.kind,
      subject: null,
      message: alertProblemInWords(problem),
      remedy: null,
    }));
  return { verdict: verdictOf(findings), findings };
}
