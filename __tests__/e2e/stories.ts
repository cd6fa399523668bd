import { readFileSync } from 'node:fs';
import {
  addAccessKey,
  addSecret,
  addUser,
  createWorld,
  currentVersion,
  endingOf,
  findSecret,
  load,
  Simulation,
  viewOf,
  type CallMoment,
  type Fault,
  type World,
} from '../../src/simulator';
import { readModel } from '../../src/inputs';
import { deploymentFrom } from '../../src/terraform';
import type { Json, JsonObject } from '../../src/json';
import { policiesOn } from './role';
import { environment, type Stage } from './stage';
import { secretValue, type Beginning, type MadeKey, type Seen } from './world';

/** What happens to one execution that is started as the schedule of a user starts it. */
export interface Story {
  readonly beginning: Beginning;
  /** Which calls meet a fault. */
  readonly faults?: (call: CallMoment) => Fault | undefined;
}

/**
 * One scenario as it ran, in words that are the same in every world: access keys are numbered in the order in which they were made, and what
 * only one world can know (times, request ids, jitter) is left out. It holds no secret.
 */
export interface Told {
  readonly calls: readonly {
    readonly state: string;
    readonly action: string;
    readonly attempt: number;
    readonly parameters: Json;
    /** `answered`, or the error that the state machine was told. */
    readonly answer: string;
  }[];
  /** Seconds of every Wait, in order. */
  readonly waits: readonly number[];
  readonly ending: { readonly status: string; readonly error: string | undefined; readonly cause: string | undefined };
  /** The keys that are left, and what the secret's labels hold. */
  readonly keys: readonly string[];
  readonly secret: readonly string[];
  /** The value that a reader of the secret gets, with a name in the place of the secret access key. */
  readonly value: Json;
  readonly mails: number;
  /** Before which calls the secret held no key that works, though it held one at first. */
  readonly deadBefore: readonly string[];
}

/** Runs a scenario in the deployed machine. What came before it is gone afterwards. */
export async function tellDeployed(stage: Stage, { beginning, faults }: Story): Promise<Told> {
  const { director, account } = stage;
  await account.clear(beginning);
  const made = await account.prepare(beginning);
  const before = { calls: director.called.length, waits: director.waited.length };
  const enforced = director.faults;
  const deadBefore: string[] = [];
  director.faults = async (call, parameters) => {
    if (made.length > 0 && isDead(await account.see(beginning.userName, beginning.secretName)))
      deadBefore.push(call.state);
    // A refusal comes before whatever else may go wrong.
    const index = call.index - before.calls;
    return (await enforced(call, parameters)) ?? faults?.({ ...call, index });
  };
  try {
    const { execution, ending, seen } = await stage.rotate(beginning);
    const called = director.called.slice(before.calls);
    const calls = called.map(({ state, action, attempt, parameters, answer, fault }) => {
      const told = fault ? errorOf(fault) : answer?.ok === false ? answer.error : 'answered';
      return { state, action, attempt, parameters, answer: told };
    });
    const created = called.flatMap(({ answer }) => keyOf(answer?.ok ? answer.result : undefined));
    const waited = director.waited.filter((each) => each.execution === execution && each.kind === 'wait');
    return telling([...made, ...created], {
      calls,
      waits: waited.map(({ seconds }) => seconds),
      ending,
      keys: seen.keys.map(({ id, status }) => `${id} ${status}`),
      secret: seen.versions.map(({ labels, keyId }) => `${labels.join()}: ${keyId ?? 'no key'}`),
      value: parsed(await account.valueOf(beginning.secretName).catch(() => undefined)),
      mails: called.filter(({ action, answer }) => action === 'ses:SendEmail' && answer?.ok === true).length,
      deadBefore,
    });
  } finally {
    director.faults = enforced;
  }
}

/** Runs the same scenario in the embedded AWS, of the same stack and under the policies that are on the deployed role now. */
export async function tellSimulated(stage: Stage, { beginning, faults }: Story): Promise<Told> {
  const file = stage.project.stackFile(environment);
  const deployment = deploymentFrom(readModel(readFileSync(file, 'utf8'), file));
  const startAt = stage.director.now;
  const { world, made } = worldOf(stage, beginning, startAt);
  const rolePolicies = await policiesOn(stage.account, deployment.roleName);
  const { machine, role } = load({ ...deployment, rolePolicies }, world);
  const deadBefore: string[] = [];
  const simulation: Simulation = new Simulation({
    machine,
    role,
    world,
    faults: (call) => {
      if (made.length > 0 && isDead(seenIn(simulation.world, beginning, call.time))) deadBefore.push(call.state);
      return faults?.(call);
    },
  });
  const input = deployment.schedules.find(({ userName }) => userName === beginning.userName)?.input ?? '';
  simulation.start('story', JSON.parse(input) as Json, startAt);
  while (simulation.step());
  const [ended] = simulation.executions.map(endingOf);
  if (!ended) throw new Error('the execution was not started');

  const { trace } = simulation;
  const seen = seenIn(simulation.world, beginning, ended.endedAt);
  const called = trace.flatMap((entry) => (entry.kind === 'called' ? [entry] : []));
  const calls = called.map(({ state, action, attempt, call, answer }) => ({
    state,
    action,
    attempt,
    parameters: call.parameters,
    answer: answer.ok ? 'answered' : answer.error,
  }));
  const keys = simulation.world.users.flatMap((user) => (user.name === beginning.userName ? user.keys : []));
  const created = keys.filter(({ id }) => !made.some((key) => key.id === id));
  return telling([...made, ...created], {
    calls,
    waits: trace.flatMap((entry) => (entry.kind === 'waits' ? [(entry.until - entry.time) / 1000] : [])),
    ending: ended,
    keys: seen.keys.map(({ id, status }) => `${id} ${status}`),
    secret: seen.versions.map(({ labels, keyId }) => `${labels.join()}: ${keyId ?? 'no key'}`),
    value: parsed(valueIn(simulation.world, beginning)),
    mails: simulation.world.mails.length,
    deadBefore,
  });
}

/** The same beginning in the embedded AWS, whose lists lag no more than the emulator's. */
function worldOf({ account: { place } }: Stage, { userName, path = '/', secretName, keys }: Beginning, now: number) {
  const made: MadeKey[] = [];
  const lags = { newKeySeconds: 0, listSeconds: 0, deletedKeySeconds: 0, quotaSeconds: 0 };
  const mail = { identities: ['example.com'] };
  let world: World = createWorld({ partition: 'aws', ...place, lags, mail, readings: { listed: 'oldest first' } });
  world = addUser(world, userName, path);
  for (const [index, status] of keys.entries()) {
    const createdAt = now - (keys.length - index) * 90 * 24 * 3600 * 1000;
    const [next, key] = addAccessKey(world, userName, { status, createdAt });
    world = next;
    made.push(key);
  }
  const inUse = made.filter((_, index) => keys[index] === 'Active').at(-1);
  const value = inUse && secretValue(userName, inUse);
  return { world: addSecret(world, secretName, value, now), made };
}

/** What can be seen of the user and the secret in the embedded AWS, as of an account. */
function seenIn(world: World, { userName, secretName }: Beginning, now: number): Seen {
  const { keys, secret } = viewOf(world, userName, secretName, now);
  const versions = (secret?.versions ?? []).filter(({ labels }) => labels.length > 0);
  return {
    keys: keys.filter(({ listed }) => listed).map(({ id, status }) => ({ id, status })),
    versions: versions
      .map(({ labels, keyId }) => ({ labels: [...labels].sort(), keyId }))
      .sort((a, b) => a.labels.join().localeCompare(b.labels.join())),
  };
}

function valueIn(world: World, { secretName }: Beginning): string | undefined {
  const secret = findSecret(world, secretName);
  return secret && currentVersion(secret)?.value;
}

function parsed(value: string | undefined): Json {
  return value === undefined ? null : (JSON.parse(value) as Json); // what tests and machines store
}

function isDead({ keys, versions }: Seen): boolean {
  const current = versions.find(({ labels }) => labels.includes('AWSCURRENT'));
  return !keys.some(({ id, status }) => id === current?.keyId && status === 'Active');
}

function errorOf(fault: Fault): string {
  return 'error' in fault ? fault.error : 'States.Timeout';
}

function keyOf(result: Json | undefined): MadeKey[] {
  const { AccessKey } = (result ?? {}) as { AccessKey?: { AccessKeyId: string; SecretAccessKey: string } }; // CreateAccessKey's answer
  return AccessKey ? [{ id: AccessKey.AccessKeyId, secret: AccessKey.SecretAccessKey }] : [];
}

interface Untold extends Omit<Told, 'calls' | 'ending'> {
  readonly calls: readonly (Omit<Told['calls'][number], 'parameters'> & { readonly parameters: JsonObject })[];
  readonly ending: Told['ending'];
}

/** Puts names in the place of what differs from world to world. */
function telling(keys: readonly MadeKey[], { ending: { status, error, cause }, ...untold }: Untold): Told {
  const names = keys.flatMap(({ id, secret }, index) => [
    [secret, `<secret of key ${index + 1}>`] as const,
    [id, `<key ${index + 1}>`] as const,
  ]);
  const tokens = new Map<string, string>();
  const token = (uuid: string) => {
    if (!tokens.has(uuid)) tokens.set(uuid, `<token ${tokens.size + 1}>`);
    return tokens.get(uuid) ?? '';
  };
  const text = names
    .reduce(
      (told, [own, name]) => told.replaceAll(own, name),
      JSON.stringify({ ...untold, ending: { status, error, cause } }),
    )
    .replaceAll(/, Request ID: [\w-]+/g, '')
    .replaceAll(/:execution:keyturn-test:[\w-]+/g, ':execution:<name>')
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)/g, '<time>')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, token);
  // The secret's value is a text of JSON, whose members stand in no promised order.
  return JSON.parse(text, (name, value: unknown): unknown =>
    name === 'SecretString' ? JSON.parse(String(value)) : value,
  ) as Told;
}
