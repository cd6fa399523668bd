import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { version } from '../../../../package.json';
import type { Extent, Subject } from '../../../explorer';
import { readText } from '../../../files';
import { InputError } from '../../../input-error';
import { canonicalJson, equal, isArray, isObject, memberOf, parseJsonFile, plainJson, type Json } from '../../../json';
import type { Deployment } from '../../../terraform';
import { listed } from '../../../text/listed';
import type { ExploredItem } from './explore-items';

/** One of the parts that an exploration is divided into. */
interface Shard {
  /** From 1. */
  readonly number: number;
  readonly of: number;
}

/** An exploration: shards are merged only if all of this is equal. */
interface Exploration {
  readonly extent: Extent;
  readonly user: string | undefined;
  readonly subjects: readonly Subject[];
  readonly deployments: readonly Deployment[];
  /** The number of its items. */
  readonly items: number;
}

const mostShards = 256;

/** The shard that `--shard` names. */
export function shardNamed(text: string): Shard {
  const [, number = '', of = ''] = /^([1-9]\d{0,2})\/([1-9]\d{0,2})$/.exec(text) ?? [];
  const shard = { number: Number(number), of: Number(of) };
  if (number !== '' && shard.number <= shard.of && shard.of <= mostShards) return shard;
  throw InputError.of(
    `--shard: ${JSON.stringify(text)} is not a shard; give its number and the number of all, at most ${mostShards}, such as 2/8`,
  );
}

/** Whether an item belongs to a shard: each shard gets long and short ones. */
export function isIn({ number, of }: Shard, place: number): boolean {
  return place % of === number - 1;
}

const right = 'give a file that "keyturn explore --shard" wrote';

/** The properties of an exploration that its shards must have in common, each with the words of a message. */
function sharedBy({ extent, user, subjects, deployments, items }: Exploration) {
  return {
    version,
    maxFaults: extent.maxFaults,
    deep: extent.deep,
    user: user ?? null,
    strategies: subjects.map(({ name }) => name),
    definitions: subjects.map(({ definition }) => definition),
    deployments: deployments.map(digestOf),
    items,
  };
}

type Shared = ReturnType<typeof sharedBy>;

const words: Readonly<Record<keyof Shared, string>> = {
  version: 'version of Keyturn',
  maxFaults: '--max-faults',
  deep: '--deep',
  user: '--user',
  strategies: 'set of strategies',
  definitions: 'definition of a state machine',
  deployments: 'role, schedule or alert',
  items: 'number of cases',
};

/** The document of one shard. */
export function shardDocument(
  { number, of }: Shard,
  exploration: Exploration,
  done: readonly ExploredItem[],
  interrupted: boolean,
): Json {
  const document = { kind: 'keyturn-exploration-shard', shard: { number, of }, interrupted, done };
  const content = plainJson({ ...document, exploration: sharedBy(exploration) });
  return { ...(isObject(content) ? content : {}), digest: digestOf(content) };
}

/** The results of all shards of an exploration, in the order of its items. */
export function mergeShards(files: readonly string[], exploration: Exploration, cwd: string): readonly ExploredItem[] {
  const byNumber = new Map<number, { readonly file: string; readonly done: readonly ExploredItem[] }>();
  let count = 0;
  for (const file of files) {
    const { shard, done } = readShard(file, exploration, cwd);
    const former = byNumber.get(shard.number);
    if (count !== 0 && shard.of !== count)
      throw InputError.of(`${file}: is one of ${shard.of} shards, but ${files[0]} is one of ${count}`);
    if (former !== undefined)
      throw InputError.of(`${file}: is shard ${shard.number}/${shard.of}, as ${former.file} is; give each shard once`);
    count = shard.of;
    byNumber.set(shard.number, { file, done });
  }
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !byNumber.has(number));
  if (missing.length > 0)
    throw InputError.of(
      `--merge: ${listed(
        missing.map((number) => `${number}/${count}`),
        10,
      )} not given; give every shard`,
    );
  return [...byNumber.values()].flatMap(({ done }) => done).sort((a, b) => a.place - b.place);
}

function readShard(
  file: string,
  exploration: Exploration,
  cwd: string,
): { readonly shard: Shard; readonly done: readonly ExploredItem[] } {
  const content = parseJsonFile(readText(file, resolve(cwd, file), right), file);
  if (memberOf(content, 'kind') !== 'keyturn-exploration-shard')
    throw InputError.of(`${file}: is not a shard; ${right}`);
  refuseOther(file, memberOf(content, 'exploration') ?? null, exploration);
  const { digest = null, ...rest } = isObject(content) ? content : {};
  const { shard, done, interrupted } = rest;
  if (digest !== digestOf(rest) || !isArray(done) || !isObject(shard))
    throw InputError.of(`${file}: was changed after it was written; explore the shard again`);
  const named = shardNamed(`${Number(shard['number'])}/${Number(shard['of'])}`);
  const planned = Array.from({ length: exploration.items }, (_, place) => place).filter((place) => isIn(named, place));
  if (interrupted !== false || done.length !== planned.length)
    throw InputError.of(
      `${file}: shard ${named.number}/${named.of} was interrupted after ${done.length} of ${planned.length} cases; explore it again`,
    );
  // The digest holds, so the items are as they were written.
  return { shard: named, done: done as unknown as readonly ExploredItem[] };
}

/** Refuses a shard of another exploration, and names the difference. */
function refuseOther(file: string, made: Json, exploration: Exploration): void {
  const wanted = sharedBy(exploration);
  for (const name of Object.keys(wanted) as (keyof Shared)[]) {
    const theirs = memberOf(made, name) ?? null;
    if (equal(theirs, wanted[name])) continue;
    const values =
      isArray(theirs) || isArray(wanted[name])
        ? ''
        : `: ${JSON.stringify(theirs)}, and here ${JSON.stringify(wanted[name])}`;
    throw InputError.of(
      `${file}: was explored with another ${words[name]}${values}; merge with the options and the version of its exploration`,
    );
  }
}

/** SHA-256 of a value as canonical JSON; a set counts as the list of its members. */
function digestOf(value: Json | Deployment): string {
  const plain = plainJson({ value, alerted: isDeployment(value) ? [...(value.alerted ?? [])] : [] });
  return createHash('sha256').update(canonicalJson(plain)).digest('hex');
}

function isDeployment(value: Json | Deployment): value is Deployment {
  return typeof value === 'object' && value !== null && 'machineArn' in value;
}
