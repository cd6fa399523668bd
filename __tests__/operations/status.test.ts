import type { EnvironmentFacts, UserFacts } from '../../src/operations/facts';
import { executionName } from '../../src/operations/execution-names';
import { statusOf } from '../../src/operations/status';
import { problemInWords } from '../../src/operations/words';
import { ago, day, environmentOf, execution, facts, key, newKey, now, oldKey, user } from './facts';

const environment = environmentOf({ maxKeyAgeDays: 90 });
const named = (status: string, days: number) => execution(executionName('alice', 'x'), status, days);

function of(more: Partial<UserFacts>, rest: Partial<EnvironmentFacts> = {}, where = environment) {
  const status = statusOf(where, facts([user('alice', more)], rest));
  const [alice] = status.users;
  if (alice === undefined) throw new Error('no user');
  return { ...status, alice, kinds: alice.problems.map(({ kind }) => kind) };
}

test('a key that was rotated when it was due is healthy', () => {
  const { alice, isHealthy } = of({});
  expect(isHealthy).toBe(true);
  expect(alice.nextAt).toBe(Date.parse('2027-04-01T03:00:00Z'));
});

test('a secret with another key needs a rotation, but no second one while one works', () => {
  const other = { secretKeyId: { known: true, value: oldKey } } as const;
  const wordsWith = (rest: Partial<EnvironmentFacts>) =>
    of(other, rest).alice.problems.map((problem) => problemInWords(problem, 'alice', 'alice/aws'));
  expect(wordsWith({})).toEqual([expect.stringMatching(/is not a key of the user: keyturn rotate alice$/)]);
  expect(wordsWith({ executions: [named('RUNNING', 0.1)] })).toEqual([
    expect.stringMatching(/is not a key of the user: wait for the end of the execution that runs$/),
  ]);
});

test.each<[what: string, more: Partial<UserFacts>, rest: Partial<EnvironmentFacts>, kinds: string[]]>([
  ['no such user', { exists: false, keys: [] }, {}, ['user-missing']],
  ['no key', { keys: [], secretKeyId: { known: false, why: 'denied' } }, {}, ['no-key', 'rotation-overdue']],
  ['an old key', { keys: [key(newKey, 91)] }, {}, ['key-too-old', 'rotation-overdue']],
  ['no run since the schedule was due', { keys: [key(newKey, 30)] }, {}, ['rotation-overdue']],
  [
    'a schedule that was changed since',
    { keys: [key(newKey, 30)], schedule: { state: 'ENABLED', changedAt: ago(3) } },
    {},
    [],
  ],
  ['a paused schedule', { keys: [key(newKey, 30)], schedule: { state: 'DISABLED', changedAt: undefined } }, {}, []],
  ['a run that is late and runs', { keys: [key(newKey, 30)] }, { executions: [execution('5b1c', 'RUNNING', 1)] }, []],
  ['a report from before the schedule was due', { keys: [key(undefined, 30)] }, { reportAt: ago(10) }, []],
  ['a failed run', {}, { executions: [named('FAILED', 1)] }, ['rotation-failed']],
  ['a failed run and a later good one', {}, { executions: [named('SUCCEEDED', 0.5), named('FAILED', 1)] }, []],
  [
    'a failed run and one that runs now',
    {},
    { executions: [named('RUNNING', 0.1), named('ABORTED', 1)] },
    ['rotation-failed'],
  ],
  ['two active keys', { keys: [key(oldKey, 40), key(newKey, 9.3)] }, {}, ['two-active-keys']],
  [
    'two active keys of a run',
    { keys: [key(oldKey, 40), key(newKey, 9.3)] },
    { executions: [named('RUNNING', 9.35)] },
    [],
  ],
  [
    'two active keys and some run',
    { keys: [key(oldKey, 40), key(newKey, 9.3)] },
    { executions: [execution('5b1c', 'RUNNING', 9.35)] },
    [],
  ],
  ['a secret with another key', { secretKeyId: { known: true, value: oldKey } }, {}, ['secret-without-key']],
  ['a secret without a key', { secretKeyId: { known: true, value: undefined } }, {}, ['secret-without-key']],
  ['a secret that cannot be read', { secretKeyId: { known: false, why: 'denied' } }, {}, []],
  [
    'a secret that is scheduled for deletion',
    { secretKeyId: { known: false, why: 'InvalidRequestException', isScheduledForDeletion: true } },
    {},
    ['secret-scheduled-for-deletion'],
  ],
  [
    'a secret that is not there',
    { secretKeyId: { known: true, value: undefined, isAbsent: true } },
    {},
    ['secret-without-key'],
  ],
  ['a secret and keys without ids', { keys: [key(undefined, 9.3)] }, {}, []],
  [
    'an inactive key in the secret',
    { keys: [key(newKey, 9.3, { status: 'Inactive' })] },
    {},
    ['secret-holds-inactive'],
  ],
  ['a user in another path', { path: '/team/' }, {}, ['user-path-differs']],
  ['a user in its path', { path: '/' }, {}, []],
  ['no schedule', { schedule: undefined }, {}, ['schedule-missing']],
])('%s', (_, more, rest, kinds) => {
  expect(of(more, rest).kinds).toEqual(kinds);
});

test('an execution under a UUID is counted, and never attributed to a user', () => {
  const { alice, unattributed, isHealthy } = of({}, { executions: [execution('5b1c0c0e', 'FAILED', 1)] });
  expect(alice.problems).toEqual([]);
  expect(unattributed.failed).toHaveLength(1);
  expect(isHealthy).toBe(false);
});

describe('the previous key', () => {
  const keys = [key(oldKey, 40, { lastUsedAt: ago(9) }), key(newKey, 9.3)];

  test('was used since the newest key was created, or not, or nobody knows', () => {
    expect(of({ keys }).alice.previous?.usedSince).toBe(true);
    const with_ = (lastUsedAt: number | null | undefined) =>
      of({ keys: [key(oldKey, 40, { lastUsedAt }), key(newKey, 9.3)] });
    expect(with_(ago(10)).alice.previous?.usedSince).toBe(false);
    expect(with_(null).alice.previous?.usedSince).toBe(false);
    expect(with_(undefined).alice.previous?.usedSince).toBeUndefined();
  });

  test('dies at the end of the grace period of a run, or not at all', () => {
    const young = [key(oldKey, 40), key(newKey, 0.5)];
    expect(of({ keys: young }, { executions: [named('RUNNING', 0.51)] }).alice.previous?.diesAt).toBe(ago(0.5) + day);
    expect(of({ keys: young }).alice.previous?.diesAt).toBeUndefined();
  });

  test('dies at the next rotation in until-next-rotation', () => {
    const { alice, kinds } = of({ keys }, {}, environmentOf({ strategy: 'until-next-rotation' }));
    expect(alice.previous?.diesAt).toBe(Date.parse('2027-04-01T03:00:00Z'));
    expect(kinds).toEqual([]);
  });
});

test('each problem has words for a terminal', () => {
  const { alice } = of({
    keys: [key('AKIA\u001b[2J', 400), key(newKey, 399)],
    secretKeyId: { known: true, value: 'AKIA\u0007' },
  });
  const words = alice.problems.map((problem) => problemInWords(problem, 'alice', 'alice/aws'));
  expect(words).toHaveLength(5);
  // eslint-disable-next-line no-control-regex -- Control characters must not reach a terminal.
  for (const line of words) expect(line).not.toMatch(/[\u0000-\u001f]/);
  expect(now).toBeGreaterThan(0);
});
