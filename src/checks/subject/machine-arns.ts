import { stateMachineArn } from '../../iam';
import { textOf } from '../../model';
import type { JudgedRole } from '../context';
import { environmentIn } from '../contract/parameters';

/** The ARNs of the machines that run as a role: of the machine in the input, else of those in the contract. Unknown parts are a `*`. */
export function machineArnsOf(role: JudgedRole): readonly string[] {
  const { machine, place, contract } = role;
  const arnOf = (name: string): string =>
    stateMachineArn({ ...place, region: place.region || '*', accountId: place.accountId || '*' }, name);
  if (machine !== undefined) {
    const arn = textOf(machine.resource.values, 'arn');
    return [typeof arn === 'string' ? arn : arnOf(machine.name)];
  }
  const trusted = contract.trust.flatMap(({ conditions }) => conditions.flatMap(({ values }) => values));
  const used = contract.uses.flatMap((use) => (use.kind === 'machine' ? [arnOf(use.name)] : []));
  const named = nameOfSubject(role);
  return [
    ...new Set([
      ...(named === undefined ? [] : [arnOf(named)]),
      ...used,
      ...trusted.filter((value) => /^arn:[^:]*:states:[^:]*:[^:]*:stateMachine:/.test(value)),
    ]),
  ];
}

/** The name of the machine that a contract judges, in the environment of its role. */
function nameOfSubject({ contract, roleName }: JudgedRole): string | undefined {
  const { subject } = contract;
  if (subject.kind !== 'machine' || subject.role === undefined) return undefined;
  const environment = environmentIn(subject.role, roleName, true);
  return environment === undefined ? undefined : subject.name.replaceAll('${environment}', () => environment);
}
