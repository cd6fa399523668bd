import { parseArn } from '../../iam';
import type { Draft } from '../draft';
import type { Places, Problem } from '../path';
import { withPlace } from '../state';

/** A role in another account than the environment: everything would be planned there, and the provider refuses that. */
export function accessProblems(all: Draft, places: Places): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const { name = '', accountId, assumeRole } = environment ?? {};
    const written = assumeRole?.roleArn ?? all.assumeRole?.roleArn;
    if (accountId === undefined || written === undefined) return [];
    const arn = parseArn(withPlace(written, { name, accountId }));
    if (arn === undefined || arn.accountId === accountId) return [];
    if (assumeRole?.roleArn === undefined) {
      const text = `the role is in account ${arn.accountId}, but ${places.textOf(['environments', index])} is in ${accountId}; write {accountId} for the account`;
      return [{ path: ['assumeRole', 'roleArn'], text }];
    }
    const text = `the role is in account ${arn.accountId}, but the environment is in ${accountId}; write the ARN of a role of that account`;
    return [{ path: ['environments', index, 'assumeRole', 'roleArn'], text }];
  });
}
