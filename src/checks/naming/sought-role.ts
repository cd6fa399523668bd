import { parseArn } from '../../iam';
import type { JudgedRole } from '../context';
import type { NamedIdentity } from './ownership';

/** A judged role, as unknown values are held against it. */
export function soughtRole({ roleName, roleArn, roles, contract }: JudgedRole): NamedIdentity {
  const [owner] = roles;
  const { accountId, partition } = parseArn(roleArn) ?? {};
  return { type: 'aws_iam_role', name: roleName, owner, accountId, partition, elsewhere: contract.elsewhere };
}
