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
    'A line that nothing uses is a permission kept for whoever comes next. A change of a contract comes before, or after, what it is for, so ' +
    'it is a note, unless the machine makes the call all the same; with --strict=contract-used it is a failure, for a line with "since" only after the days of "unusedGraceDays".',
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
  // What changes no verdict should not take more than a line of the reader's.
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

/** @param more how many other permissions of the line are not used either */
function findingOf(context: Context, { contract }: JudgedRole, unused: Unused, more = 0): Found {
  const { permission, why, place, since, entry, isCalled } = unused;
  if (isCalled) {
    const message = `${permission}, ${why}, though the machine calls it`;
    return { verdict: ofMissing(context), place, message, remedy: contractUsed.remedy };
  }
  const grace = graceOf(since, contract.unusedGraceDays, context.today);
  const others = more === 0 ? '' : ` and ${more} more`;
  const message = `${permission}${others}, ${why}`;
  const verdict = context.isNamed && grace.kind !== 'holds' ? ofMissing(context) : 'note';
  switch (grace.kind) {
    case 'none': {
      const remedy = `${contractUsed.remedy} If a change to come uses it, add to the ${entry}: "since": "${context.today}"`;
      return { verdict, place, message, remedy };
    }
    case 'not-begun':
      return {
        verdict,
        place,
        message,
        why: `its "since", ${grace.since}, is still to come`,
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
