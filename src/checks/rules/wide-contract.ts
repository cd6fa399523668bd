import { environmentIn } from '../contract/parameters';
import { wideLinesOf } from '../contract/wide-lines';
import type { Context } from '../context';
import { pointerOfPath } from '../pointers';
import type { Found, Rule } from '../rule';

export const wideContract: Rule = {
  id: 'wide-contract',
  severity: 'medium',
  claim: 'No line of a contract is very wide without a reason.',
  rationale:
    'A contract proves only what its lines say: with iam:* on every user, or trust in a whole account, nearly every role is inside ' +
    'of it. https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html#grant-least-privilege',
  remedy: 'Narrow the line, or add a "reason" to it.',
  example: {
    of: 'contract',
    change: { resourcePolicies: [{ address: 'aws_kms_key.*', actions: ['kms:*'] }] },
  },
  judge(context) {
    return [...wideLines(context), ...wideSubjects(context)];
  },
};

function wideLines({ model, contracts, strict }: Context): Found[] {
  return contracts.flatMap((contract) =>
    wideLinesOf(contract).map(({ path, what }): Found => {
      const [first = '', ...more] = what;
      return {
        verdict: strict ? 'fail' : 'note',
        place: { input: model.file, contract: contract.name, contractPointer: pointerOfPath(path) },
        message: `${path} of contract "${contract.name}" is very wide: ${first}${more.length === 0 ? '' : `, and ${more.length} more`}`,
        remedy: path === 'subject' ? 'Name the machine or the role of the contract.' : wideContract.remedy,
      };
    }),
  );
}

/** A contract without environments applies to all of them; usually an input has one. */
function wideSubjects({ model, contracts, judged, strict }: Context): Found[] {
  return contracts.flatMap((contract): Found[] => {
    const { environments, name } = contract;
    if (environments !== undefined) return [];
    const own = judged.filter((role) => role.contract.name === name);
    const found = new Set(
      own.flatMap(({ contract: { subject }, machine, roleName, roles }) => {
        const [role] = roles;
        if (subject.kind === 'machine' && machine !== undefined)
          return environmentIn(subject.name, machine.name, false) ?? [];
        if (subject.kind === 'address') return environmentIn(subject.address, role?.address ?? '', false) ?? [];
        return subject.kind === 'role' ? (environmentIn(subject.name, roleName, true) ?? []) : [];
      }),
    );
    if (found.size < 2) return [];
    const named = [...found].sort();
    return [
      {
        verdict: strict ? 'fail' : 'note',
        place: { input: model.file, contract: name, contractPointer: '/subject' },
        message: `contract "${name}" names no environments, but judges ${named.join(', ')} in one input`,
        remedy: `Add its environments to the contract: "environments": ${JSON.stringify(named)}`,
      },
    ];
  });
}
