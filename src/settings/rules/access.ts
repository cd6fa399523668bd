import { parseArn } from '../../iam';
import type { Draft } from '../draft';
import type { Problem } from '../path';

/** A role in another account than the environment: everything would be planned there, and the provider refuses that. */
export function accessProblems(all: Draft): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const arn = parseArn(environment?.assumeRole?.roleArn ?? '');
    if (arn === undefined || environment?.accountId === undefined || arn.accountId === environment.accountId) return [];
    const text = `the role is in account ${arn.accountId}, but the environment is in ${environment.accountId}; write the ARN of a role of that account`;
    return [{ path: ['environments', index, 'assumeRole', 'roleArn'], text }];
  });
}
