import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { code, spaced, table } from '../docs/tables';
import { update } from '../update';
import { handbook, wayOut } from '../../src/operations/handbook';
import type { KeyFacts } from '../../src/operations/facts';
import { situationOf } from '../../src/operations/two-keys';
import {
  currentVersion,
  findSecret,
  findUser,
  endingOf,
  keysOf,
  load,
  Simulation,
  type AccessKey,
  type CallMoment,
  type Fault,
  type World,
  defaultStart as worldStart,
} from '../../src/simulator';
import { buildWorkflow, strategies, traitsOf } from '../../src/workflow';
import { runsAll } from '../effort';
import { beginnings, input, rolePolicy, secretName, userName, worldOf } from '../invariants/worlds';
import { workflowOptions } from '../workflow/options';

/** Outcomes that no execution here comes to: somebody else changes the keys, AWS answers what it should not, or the input names a key. */
const notAlone = [
  'KeysNotComparable',
  'ListNotUnderstood',
  'NewKeyMissing',
  'SeveralUnknownKeys',
  'UnknownKeySeen',
  'TIMED_OUT',
];

const hour = 3600;
const day = 24 * hour;

function errorsOf(strategy: (typeof strategies)[number]): string[] {
  return Object.values(buildWorkflow(workflowOptions({ strategy })).States).flatMap((state) => {
    const error = state.Type === 'Pass' && state.Next === 'SendFailureEmail' ? state.Parameters?.['error'] : undefined;
    return typeof error === 'string' ? [error] : [];
  });
}

test('the handbook has every outcome, and no other', () => {
  const outcomes = new Set([...strategies.flatMap(errorsOf), 'TIMED_OUT', 'ABORTED']);
  expect(Object.keys(handbook).sort()).toEqual([...outcomes].sort());
  expect(wayOut('NotStored', 'alice')).toBe('correct what the cause names; then keyturn rotate alice');
  expect(wayOut('States.Runtime', 'alice')).toBeUndefined();
  expect(wayOut('toString', 'alice')).toBeUndefined();
});

/** What an operator sees: `keyturn resolve` judges the same. */
function look(world: World) {
  const user = findUser(world, userName);
  const secret = findSecret(world, secretName);
  const value = secret === undefined ? '' : (currentVersion(secret)?.value ?? '');
  const keys = (user === undefined ? [] : keysOf(user))
    .map(({ id, status, createdAt }): KeyFacts => ({ id, status, createdAt, lastUsedAt: null }))
    .sort((one, other) => one.createdAt - other.createdAt);
  return { keys, situation: situationOf(keys, { known: true, value: /AKIA[A-Z0-9]{16}/.exec(value)?.[0] }) };
}

function changeKey(world: World, id: string | undefined, change: Partial<AccessKey>): World {
  const changed = (keys: readonly AccessKey[]) => keys.map((key) => (key.id === id ? { ...key, ...change } : key));
  return { ...world, users: world.users.map((user) => ({ ...user, keys: changed(user.keys) })) };
}

/** Does what `keyturn resolve` does or advises. */
function resolve(world: World, at: number): World {
  const { keys, situation } = look(world);
  if (situation.kind === 'spare') return changeKey(world, situation.other.id, { deletedAt: at });
  return situation.kind === 'secret-dead' ? changeKey(world, keys.at(-1)?.id, { status: 'Inactive' }) : world;
}

describe.each(runsAll ? strategies : (['overlap'] as const))('%s', (strategy) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const tasks = Object.entries(definition.States).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
  const some = runsAll ? /^no key|^one key, in|^an inactive key|^two active/ : /^one key, in|^two active/;
  const worlds = beginnings.filter(({ name }) => some.test(name)).map((each) => worldOf(each));
  const deployed = load(
    { definition, rolePolicies: [rolePolicy] },
    worldOf(beginnings[0] ?? { name: 'no key', keys: [] }),
  );
  const met = new Set<string>();

  function run(
    world: World,
    startAt: number,
    faults: (call: CallMoment) => Fault | undefined,
    abortAtSeconds = Infinity,
  ) {
    const simulation = new Simulation({ ...deployed, world, faults });
    simulation.start('run', input, startAt, startAt + abortAtSeconds * 1000);
    while (simulation.step());
    const [ended] = simulation.executions.map(endingOf);
    const after = simulation.world;
    if (ended === undefined) throw new Error('nothing ran');
    return { ended, after };
  }

  /** Follows the handbook from the end of a run, and demands what it promises. */
  function follow({ ended, after }: ReturnType<typeof run>): void {
    if (ended.status === 'SUCCEEDED') return;
    const outcome = ended.status === 'FAILED' ? (ended.error ?? '') : ended.status;
    met.add(outcome);
    const steps = handbook[outcome];
    if (steps === undefined) throw new Error(`the handbook has no ${outcome}`);
    let [world, at] = [after, ended.endedAt + hour * 1000];
    if (steps.includes('resolve')) world = resolve(world, at);
    at += hour * 1000;
    // The next rotation is that of the handbook, or that of the schedule.
    const next = run(world, at, () => undefined);
    // Two active keys that were there before have an entry of their own.
    if (next.ended.error === 'TwoActiveKeys' && outcome !== 'TwoActiveKeys' && !steps.includes('resolve')) {
      follow(next);
      return;
    }
    expect([outcome, next.ended.error]).toEqual([outcome, undefined]);
    const { keys, situation } = look(next.after);
    const most = traitsOf(strategy).keepsPrevious ? 2 : 1;
    expect(keys.length).toBeLessThanOrEqual(most);
    expect(situation).toMatchObject(
      keys.length === 1 ? { isInSecret: true } : { kind: 'spare', held: { status: 'Active' } },
    );
    // Without a rotation among the steps, the secret holds a key that works already.
    const before = look(world).situation;
    if (!steps.includes('rotate'))
      expect(before).toMatchObject(before.kind === 'spare' ? { held: { status: 'Active' } } : { isInSecret: true });
  }

  const refusal = 'The role is not authorized to perform this action';
  const mishaps: readonly ((prefix: string) => Fault)[] = [
    (prefix) => ({ kind: 'fail-before', error: `${prefix}.${prefix}Exception`, cause: refusal }),
    (prefix) => ({ kind: 'fail-before', error: `${prefix}.${prefix}Exception`, cause: 'Rate exceeded' }),
    (prefix) => ({ kind: 'fail-before', error: `${prefix}.SdkClientException`, cause: 'connection reset' }),
    (prefix) => ({ kind: 'lose-answer', error: `${prefix}.SdkClientException`, cause: 'connection reset' }),
    () => ({ kind: 'fail-before', error: 'Iam.NoSuchEntityException', cause: 'cannot be found' }),
    () => ({ kind: 'fail-before', error: 'Iam.LimitExceededException', cause: 'Cannot exceed quota' }),
    () => ({ kind: 'timeout', takesEffect: true }),
  ];
  const unanswered = (error: string): Fault => ({ kind: 'lose-answer', error, cause: 'connection reset' });

  /** What must go wrong before so that an execution comes to a state. */
  function leadingTo(state: string, called: string): Fault | undefined {
    if (state.includes('LostKey') && called === 'CreateAccessKey') return unanswered('Iam.SdkClientException');
    if (called !== 'UpdateSecret') return undefined;
    if (state === 'AskWhetherStored') return unanswered('SecretsManager.SdkClientException');
    const missing = { error: 'SecretsManager.ResourceNotFoundException', cause: 'cannot be found' };
    return state === 'TakeUnstoredKeyBack' ? { kind: 'fail-before', ...missing } : undefined;
  }
  const prefixOf = (action: string) =>
    action.startsWith('iam') ? 'Iam' : action.startsWith('ses') ? 'Ses' : 'SecretsManager';

  test('every failure has a way out that leads to a key that works', () => {
    for (const world of worlds)
      for (const state of tasks)
        for (const mishap of mishaps) {
          const faults = (call: CallMoment) => {
            if (call.state === state) return mishap(prefixOf(call.action));
            return leadingTo(state, call.state);
          };
          follow(run(world, worldStart, faults));
        }
  });

  test('and so has an execution that somebody stops, at any time', () => {
    for (const world of worlds)
      for (const seconds of [1, 800, 820, 822, 836, 838, 852, 860, 900, day])
        follow(run(world, worldStart, () => undefined, seconds));
  });

  test('all outcomes were met that one execution can come to', () => {
    const refusals = Object.keys(handbook).filter((outcome) => outcome.endsWith('Refused'));
    const left = [...new Set([...errorsOf(strategy), 'ABORTED'])].filter(
      (error) => !met.has(error) && !refusals.includes(error),
    );
    const elsewhere = traitsOf(strategy).hasGracePeriod ? notAlone : [...notAlone, 'PreviousKeyStays'];
    expect([...elsewhere, ...(runsAll ? [] : left)]).toEqual(expect.arrayContaining(left));
  });
});

/** UPDATE=1 writes the table, and fails all the same: somebody should read it before it passes. */
test('docs/how-to/operate.md has the way out of each outcome', () => {
  const page = join(__dirname, '..', '..', 'docs', 'how-to', 'operate.md');
  const ways = new Map<string, string[]>();
  for (const outcome of Object.keys(handbook)) {
    const way = wayOut(outcome, 'USER')?.replace(/keyturn \w+ USER/g, (command) => code(command)) ?? '';
    ways.set(way, [...(ways.get(way) ?? []), code(outcome)]);
  }
  const rows = [...ways].map(([way, outcomes]) => [way, outcomes.join(', ')]);
  const made = `${table(['way out', 'after'], rows)}\n\n`;
  const before = readFileSync(page, 'utf8');
  const now = before.replace(/(UPDATE=1 writes it\. -->\n\n)[^]*?(?=### )/, (_, marker: string) => marker + made);
  update(page, now);
  expect(spaced(before)).toBe(spaced(now));
});
