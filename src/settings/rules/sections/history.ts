import { parseArn } from '../../../iam';
import { withPlace } from '../../state';
import type { Draft } from '../../draft';
import { knownPartitionOf } from '../../fields/regions';
import type { Problem, SettingPath } from '../../path';

/** Identities of another account or partition: the key policy admits only those of the environment. */
export function historyProblems(all: Draft): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const { name = '', accountId, region, history } = environment ?? {};
    const written = history ?? all.history;
    if (accountId === undefined) return [];
    const partition = environment?.partition ?? (region === undefined ? undefined : knownPartitionOf(region));
    const at: SettingPath = history === undefined ? ['history'] : ['environments', index, 'history'];
    return (['deployers', 'readers'] as const).flatMap((list) =>
      (written?.[list] ?? []).flatMap((arn, position): Problem[] => {
        const parsed = arn === undefined ? undefined : parseArn(withPlace(arn, { name, accountId }));
        const path = [...at, list, position];
        if (parsed !== undefined && parsed.accountId !== accountId)
          return [
            {
              path,
              text: `the identity is in account ${parsed.accountId}, but environment "${name}" is in ${accountId}; write {accountId} for the account`,
            },
          ];
        if (parsed !== undefined && partition !== undefined && parsed.partition !== partition)
          return [
            {
              path,
              text: `the identity is in partition ${parsed.partition}, but environment "${name}" is in ${partition}; write a history for each of these environments`,
            },
          ];
        return [];
      }),
    );
  });
}
