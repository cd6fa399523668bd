import { join } from 'node:path';
import {
  addSecret,
  addUser,
  createWorld,
  currentVersion,
  findSecret,
  perform,
  roleOf,
  type World,
} from '../../src/simulator';
import { Dice } from '../../src/simulator/random';
import type { JsonObject } from '../../src/json';
import { askMoto, standIn } from '../tools';
import { everything, now, place, secretName, userName } from './support';

/** The embedded services next to those of moto, call by call, on sequences that a seed makes. */
type Call =
  | { readonly call: 'list' | 'create'; readonly user?: string }
  | { readonly call: 'delete'; readonly key: number; readonly user?: string }
  | { readonly call: 'update'; readonly value: string; readonly token: string; readonly secret?: string }
  | { readonly call: 'read' };

const stories = 40;
const callsEach = 20;

const tokens = [0, 1, 2, 3].map((index) => `0000000${index}-0000-4000-8000-000000000000`);

function callBy(dice: Dice): Call {
  const user = dice.below(12) === 0 ? { user: 'nobody' } : {};
  switch (dice.below(6)) {
    case 0:
      return { call: 'list', ...user };
    case 1:
      return { call: 'create', ...user };
    case 2:
      return { call: 'delete', key: dice.below(5), ...user };
    case 3:
    case 4: {
      const secret = dice.below(8) === 0 ? { secret: 'missing' } : {};
      return { call: 'update', value: `value ${dice.below(3)}`, token: tokens[dice.below(4)] ?? '', ...secret };
    }
    default:
      return { call: 'read' };
  }
}

const sequences = Array.from({ length: stories }, (_, story) => {
  const dice = new Dice(story + 1);
  return Array.from({ length: callsEach }, () => callBy(dice));
});

function simulated(calls: readonly Call[]): object[] {
  const lags = { newKeySeconds: 0, listSeconds: 0, deletedKeySeconds: 0, quotaSeconds: 0 };
  let world: World = addUser(createWorld({ ...place, lags }), userName);
  world = addSecret(world, secretName, 'first', now);
  const role = roleOf(place, 'rotation', [everything]);
  const made: string[] = [];
  return calls.map((call, index) => {
    if (call.call === 'read') {
      const secret = findSecret(world, secretName);
      return { value: secret && currentVersion(secret)?.value };
    }
    const { service, api, parameters } = requestOf(call, made);
    const { world: after, answer } = perform(
      world,
      role,
      { service, api, parameters, timeoutSeconds: 20 },
      now + index * 1000,
    );
    world = after;
    if (!answer.ok) return { error: codeOf(answer.error) };
    const { AccessKeyMetadata, AccessKey } = answer.result as {
      AccessKeyMetadata?: { AccessKeyId: string }[];
      AccessKey?: { AccessKeyId: string };
    };
    if (AccessKeyMetadata)
      return { keys: AccessKeyMetadata.map(({ AccessKeyId }) => made.indexOf(AccessKeyId)).sort() };
    return AccessKey ? { made: made.push(AccessKey.AccessKeyId) - 1 } : {};
  });
}

function requestOf(call: Exclude<Call, { call: 'read' }>, made: readonly string[]) {
  if (call.call === 'update') {
    const { value: SecretString, token: ClientRequestToken, secret: SecretId = secretName } = call;
    return {
      service: 'secretsmanager',
      api: 'updateSecret',
      parameters: { SecretId, SecretString, ClientRequestToken },
    };
  }
  const { user: UserName = userName } = call;
  const key: JsonObject = call.call === 'delete' ? { AccessKeyId: made[call.key] ?? `AKIA${'Z'.repeat(16)}` } : {};
  const api = { list: 'listAccessKeys', create: 'createAccessKey', delete: 'deleteAccessKey' }[call.call];
  return { service: 'iam', api, parameters: { UserName, ...key } };
}

/** `Iam.NoSuchEntityException` is `NoSuchEntity` to a caller of IAM itself. */
function codeOf(name: string): string {
  const code = name.replace(/^\w+\./, '');
  return name.startsWith('Iam.') ? code.replace(/Exception$/, '') : code;
}

const moto = askMoto(join(__dirname, 'calls_in_moto.py'), 'iam,secretsmanager', sequences);
if ('missing' in moto) standIn('the embedded services are not compared with moto', moto);
else {
  const answers = moto.answer as object[][]; // as the script writes them

  describe('the embedded services do as moto does', () => {
    it.each(sequences.map((calls, story) => ({ story, calls })))('in sequence $story', ({ story, calls }) => {
      const ours = simulated(calls);
      const theirs = answers[story] ?? [];
      expect(calls.map((call, index) => [call, ours[index]])).toEqual(
        calls.map((call, index) => [call, theirs[index]]),
      );
    });
  });
}
