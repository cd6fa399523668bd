import { ofMissing, placeOf, type Context, type JudgedResource, type JudgedRole } from '../context';
import { unusedPolicyLines } from '../resource-contracts/unused';
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
    if (context.judged.length + context.judgedResources.length === 0) return undefined;
    return [
      ...context.judged.flatMap((role) => [...unused(context, role), ...takenUp(context, role)]),
      ...context.judgedResources.flatMap((subject) => unusedOfResource(context, subject)),
    ];
  },
};

/** The unused lines of a contract for a resource, as notes in the same way as those of a role. */
function unusedOfResource(context: Context, subject: JudgedResource): Found[] {
  const { contract, resource } = subject;
  return unusedPolicyLines(context, subject).map(({ index, principal, actions, since }) => {
    const place = { ...placeOf(context, resource), contract: contract.name, contractPointer: `/policy/${index}` };
    const permission = `policy[${index}] of contract "${contract.name}" allows ${principal.value} ${actions.join(', ')}`;
    const why = `but the policy of ${resource.address} does not`;
    return findingOf(context, subject, { permission, why, place, since, entry: 'line', isCalled: false });
  });
}

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
function findingOf(
  context: Context,
  { contract }: Pick<JudgedRole, 'contract'>,
  unused: Omit<Unused, 'key'>,
  more = 0,
): Found {
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
