import { isListedByIam, type Model } from '../../model';
import type { SubjectProblem } from '../context';
import type { Contract, ContractSubject } from '../contract/contract';

/**
 * What to look for in an input. An export shows no machines, so the role of one is looked for by the name that the contract gives it, and
 * no addresses of Terraform.
 */
export function soughtIn({ kind }: Model, contract: Contract): ContractSubject | SubjectProblem {
  const { subject } = contract;
  if (!isListedByIam(kind) || subject.kind === 'role') return subject;
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
