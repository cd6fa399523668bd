import { inputKinds, showsAtLeast } from '../../model';
import { boundAt } from '../definition/pair-binding';
import { touches } from '../grants/containment';
import { ofMissing, placeOf, type Context, type JudgedRole } from '../context';
import { hasInnerMachines, typeOf } from '../definition/definition';
import { allowStatementsOf } from '../grants/grants';
import { unusedResourceLines } from '../resource-policies/unused';
import type { Found, Rule } from '../rule';

export const contractUsed: Rule = {
  id: 'contract-used',
  severity: 'medium',
  claim:
    'Every line of the contract is used: each action on each resource is granted, and each pair is accepted by the machine.',
  rationale: 'A line that nothing uses is a permission kept for whoever comes next.',
  remedy: 'Remove the line from the contract, or grant what it lists.',
  example: {
    of: 'contract',
    change: { resourcePolicies: [{ address: 'aws_kms_key.history', actions: ['kms:Decrypt'] }] },
  },
  judge(context) {
    if (context.judged.length === 0) return undefined;
    return context.judged.flatMap((role) => [
      ...unusedLines(context, role),
      ...unusedResources(context, role),
      ...unusedPairs(context, role),
    ]);
  },
};

function unusedLines(context: Context, role: JudgedRole): Found[] {
  const { contract, policies, machine, roles } = role;
  // A bare document has no role to point at.
  const [resource = policies[0]?.resource] = machine === undefined ? roles : [machine.resource];
  if (policies.some(({ document }) => document === undefined) || resource === undefined) return [];
  const isOfMachine = contract.subject.kind === 'machine' && showsAtLeast(context.model.kind, 'identities');
  const grants = allowStatementsOf(policies);
  const place = { ...placeOf(context, resource), contract: contract.name };
  return contract.identity.flatMap(({ actions, resources, index }): Found[] => {
    const unused = actions.flatMap((action) =>
      resources
        .filter((one) => !grants.some((grant) => touches(grant, action, one)))
        .map((one) => `${action} on ${one}`),
    );
    // What changes no verdict should not take more than a line of the reader's.
    const told = isOfMachine ? unused : unused.slice(0, 1);
    return told.map((one) => ({
      verdict: isOfMachine ? ofMissing(context) : 'note',
      place: { ...place, contractPointer: `/identity/${index}` },
      message: `identity[${index}] of contract "${contract.name}" allows ${one}${andMore(unused.length - told.length)}, which role "${role.roleName}" is not granted`,
      remedy: contractUsed.remedy,
    }));
  });
}

function andMore(count: number): string {
  return count === 0 ? '' : ` and ${count} more`;
}

/** The same for what policies of resources may grant. */
function unusedResources(context: Context, role: JudgedRole): Found[] {
  const { contract, machine, roles } = role;
  const [resource] = machine === undefined ? roles : [machine.resource];
  if (resource === undefined) return [];
  const isOurs = contract.subject.kind === 'machine' && inputKinds[context.model.kind].stage !== 'applied';
  return unusedResourceLines(context, role).map(({ line, action }): Found => ({
    verdict: isOurs ? ofMissing(context) : 'note',
    place: {
      ...placeOf(context, resource),
      contract: contract.name,
      contractPointer: `/resourcePolicies/${line.index}`,
    },
    message: `resourcePolicies[${line.index}] of contract "${contract.name}" allows ${action} on ${line.on.pattern}, which no policy there grants role "${role.roleName}"`,
    remedy: contractUsed.remedy,
  }));
}

/** Pairs of the contract for which no call of the machine is ever made. */
function unusedPairs(context: Context, { contract, machine }: JudgedRole): Found[] {
  if (contract.pairs === undefined || machine === undefined || hasInnerMachines(machine.definition)) return [];
  if (machine.definition.problems.length > 0) return []; // that is undecided already
  const bound = boundAt(machine.definition);
  if (bound === undefined) return []; // so is that
  const reached = machine.definition.states
    .filter((state) => typeOf(state) === 'Task')
    .flatMap(({ name }) => bound.get(name) ?? []);
  const accepts = (one: string | undefined, other: string): boolean => one === undefined || one === other;
  return contract.pairs
    .filter(
      (pair) =>
        !reached.some((one) => accepts(one.userName, pair.userName) && accepts(one.secretName, pair.secretName)),
    )
    .map((pair): Found => ({
      verdict: 'fail',
      place: {
        ...placeOf(context, machine.resource, 'definition'),
        contract: contract.name,
        contractPointer: '/pairs',
      },
      message: `contract "${contract.name}" lists user "${pair.userName}" with secret "${pair.secretName}", which machine "${machine.name}" makes no call for`,
      remedy: 'Remove the pair from the contract, or let the machine accept it.',
    }));
}
