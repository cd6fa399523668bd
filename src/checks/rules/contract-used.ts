import { ofMissing, type Context, type JudgedRole } from '../context';
import type { Found, Rule } from '../rule';
import { graceOf } from '../usage/grace';
import { takenUp } from '../usage/taken-up';
import { unusedOf, type Unused } from '../usage/unused';

export const contractUsed: Rule = {
  id: 'contract-used',
  severity: 'medium',
  claim:
    'Every line of the contract is used: each action on each resource is granted, and each pair is accepted by the machine.',
  rationale:
    'An unused line is a permission that a later change can use without review. A contract is often changed before or after the code, so ' +
    'an unused line is a note, unless the machine makes the call; with --strict=contract-used it is a failure, for a line with "since" only after the days of "unusedGraceDays".',
  remedy: 'Remove the line from the contract, or grant what it lists.',
  example: {
    of: 'contract',
    change: { resourcePolicies: [{ address: 'aws_kms_key.history', actions: ['kms:Decrypt'] }] },
  },
  gradesNotes: true,
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => [...unused(context, role), ...takenUp(context, role)]);
  },
};

function unused(context: Context, role: JudgedRole): Found[] {
  const found = unusedOf(context, role).map((one) => ({ one, finding: findingOf(context, role, one) }));
  const graver = found.filter(({ finding }) => finding.verdict !== 'note');
  // A note should take only one line.
  const notes = found.filter(({ finding }) => finding.verdict === 'note');
  const byLine = new Map<string, typeof notes>();
  for (const note of notes) {
    const line = note.finding.place.contractPointer ?? '';
    byLine.set(line, [...(byLine.get(line) ?? []), note]);
  }
  return [
    ...graver.map(({ finding }) => finding),
    ...[...byLine.values()].flatMap(([first, ...more]) =>
      first === undefined ? [] : [findingOf(context, role, first.one, more.length)],
    ),
  ];
}

/** @param more the number of other unused permissions of the line */
function findingOf(context: Context, { contract }: JudgedRole, unused: Unused, more = 0): Found {
  const { permission, why, place, since, entry, isCalled } = unused;
  if (isCalled) {
    const message = `${permission}, ${why}, although the machine calls it`;
    return { verdict: ofMissing(context), place, message, remedy: contractUsed.remedy };
  }
  const grace = graceOf(since, contract.unusedGraceDays, context.today);
  const others = more === 0 ? '' : ` and ${more} more`;
  const message = `${permission}${others}, ${why}`;
  const verdict = context.isNamed && grace.kind !== 'holds' ? ofMissing(context) : 'note';
  switch (grace.kind) {
    case 'none': {
      const remedy = `${contractUsed.remedy} If a later change uses it, add to the ${entry}: "since": "${context.today}"`;
      return { verdict, place, message, remedy };
    }
    case 'not-begun':
      return {
        verdict,
        place,
        message,
        why: `its "since", ${grace.since}, is in the future`,
        remedy: contractUsed.remedy,
      };
    case 'holds':
      return {
        verdict,
        place,
        message: `${message}; that is accepted until ${grace.last}`,
        remedy: contractUsed.remedy,
      };
    case 'over':
      return {
        verdict,
        place,
        message: `${message}; that was accepted until ${grace.last}`,
        remedy: contractUsed.remedy,
      };
  }
}
