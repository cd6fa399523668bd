import { parseArn } from '../../iam';
import type { JudgedRole } from '../context';
import type { NamedIdentity } from './ownership';

/** A judged role, in the form that unknown values are compared with. */
export function soughtRole({ roleName, roleArn, roles, contract }: JudgedRole): NamedIdentity {
  const [owner] = roles;
  const { accountId, partition } = parseArn(roleArn) ?? {};
  return { type: 'aws_iam_role', name: roleName, owner, accountId, partition, elsewhere: contract.elsewhere };
}
