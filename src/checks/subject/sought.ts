import { isListedByIam, type Model } from '../../model';
import type { SubjectProblem } from '../context';
import type { Contract, ContractSubject } from '../contract/contract';

/**
 * The names to search for in an input. An export shows no machines and no Terraform addresses, so a machine's role is searched by the name in the
 * contract.
 */
export function soughtIn({ kind }: Model, contract: Contract): ContractSubject | SubjectProblem {
  const { subject } = contract;
  if (!isListedByIam(kind) || subject.kind === 'role' || subject.kind === 'resource') return subject;
  if (subject.kind === 'address') {
    const message = `contract "${contract.name}" names a role by the address ${subject.address}, but an export has no Terraform addresses`;
    const remedy = 'Name the role in the subject of the contract: "subject": { "role": "NAME" }.';
    return { contract, message, remedy };
  }
  if (subject.role === undefined) {
    const message = `contract "${contract.name}" does not name the role that machine ${JSON.stringify(subject.name)} runs as, but an export shows no machines`;
    const remedy = 'Add the name of the role to the subject of the contract: "role": "NAME".';
    return { contract, message, remedy };
  }
  return { kind: 'role', name: subject.role, path: undefined, account: undefined };
}
