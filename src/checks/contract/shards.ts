import type { Contract, ContractSubject } from './contract';
import { shardParameter, withShards } from './parameters';

/** Whether the subject of a contract is the machine, or the role, of every shard. */
export function isForShards({ subject }: Contract): boolean {
  return namesOf(subject).some((name) => name.includes(shardParameter));
}

function namesOf(subject: ContractSubject): readonly string[] {
  if (subject.kind === 'address' || subject.kind === 'resource') return [];
  return subject.kind === 'machine' ? [subject.name, subject.role ?? ''] : [subject.name];
}

/** The ending that a name shows, if the key of its resource is not known: a hyphen, and one to eight letters and digits. */
export const ending = /-[A-Za-z0-9]{1,8}$/;

/** The copy of a contract for one shard. */
export function inShard(contract: Contract, shard: string): Contract {
  const named = (text: string): string => text.replaceAll(shardParameter, () => shard);
  const { subject } = contract;
  return {
    ...withShards(contract, [shard]),
    shard,
    subject:
      subject.kind === 'machine'
        ? { ...subject, name: named(subject.name), role: subject.role === undefined ? undefined : named(subject.role) }
        : subject.kind === 'role'
          ? { ...subject, name: named(subject.name) }
          : subject,
  };
}
