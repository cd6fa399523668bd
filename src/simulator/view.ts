import { currentVersion, findSecret, findUser, isListed, isWorking, keysOf, type AccessKey, type World } from './aws';
import { type Json, isObject, parseLenientJson } from '../json';

/** The part of a world that a person may see: key ids, ages and labels, without secrets. */
export interface WorldView {
  readonly keys: readonly KeyView[];
  readonly secret: SecretView | undefined;
}

export interface KeyView {
  readonly id: string;
  readonly status: AccessKey['status'];
  readonly ageSeconds: number;
  /** Whether ListAccessKeys shows the key at this time. */
  readonly listed: boolean;
  /** Whether AWS accepts a request signed with the key at this time. */
  readonly working: boolean;
  /** The labels of the version of the secret that holds it, such as AWSCURRENT; empty if none does. */
  readonly labels: readonly string[];
}

export interface SecretView {
  readonly name: string;
  /** Oldest first. */
  readonly versions: readonly {
    readonly id: string;
    readonly labels: readonly string[];
    readonly keyId: string | undefined;
  }[];
}

/** @param now milliseconds since 1970 */
export function viewOf(world: World, userName: string, secretName: string | undefined, now: number): WorldView {
  const user = findUser(world, userName);
  const secret = secretName === undefined ? undefined : findSecret(world, secretName);
  const versions = (secret?.versions ?? []).map(({ id, labels, value }) => ({
    id,
    labels,
    keyId: keyIdIn(world, value),
  }));
  const keys = (user ? keysOf(user) : []).map((key) => ({
    id: key.id,
    status: key.status,
    ageSeconds: Math.floor((now - key.createdAt) / 1000),
    listed: isListed(world, key, now),
    working: isWorking(world, key, now),
    labels: versions.filter(({ keyId }) => keyId === key.id).flatMap(({ labels }) => labels),
  }));
  return { keys, secret: secret && { name: secret.name, versions } };
}

/** The access key that a secret's value holds, in any format: the one whose id the value contains. */
export function keyIdIn(world: World, value: string): string | undefined {
  return world.users.flatMap(({ keys }) => keys).find(({ id }) => value.includes(id))?.id;
}

/**
 * The names of the fields that the secret's value had before and does not have any more, except those of the key itself, whose names may only
 * have changed.
 */
export function lostFields(before: World, after: World, userName: string, secretName: string | undefined): string[] {
  if (secretName === undefined) return [];
  const fields = (world: World) => {
    const secret = findSecret(world, secretName);
    return fieldsOf((secret && currentVersion(secret)?.value) ?? '{}');
  };
  const key = before.users.flatMap(({ keys }) => keys.flatMap(({ id, secret, status }) => [id, secret, status]));
  const now = fields(after);
  return Object.entries(fields(before))
    .filter(([name, value]) => !Object.hasOwn(now, name) && value !== userName && !key.some((part) => part === value))
    .map(([name]) => name);
}

function fieldsOf(value: string): { readonly [name: string]: Json } {
  try {
    const parsed = parseLenientJson(value);
    return isObject(parsed) ? parsed : {};
  } catch {
    return {};
  }
}
