import { InputError } from '../../src/input-error';
import { parseSettings } from '../../src/settings';

interface User {
  readonly name: string;
  readonly shard?: string;
}

const production = { name: 'production', accountId: '111122223333', region: 'eu-central-1' };

function settingsOf(users: readonly User[], more: object = {}, others: readonly object[] = []) {
  return parseSettings(
    {
      environments: [
        { ...production, users: users.map((user) => ({ ...user, secretName: `${user.name}/aws` })), ...more },
        ...others.map((other, index) => ({
          ...production,
          users: [{ name: `other-${index}`, secretName: `other-${index}/aws` }],
          ...other,
        })),
      ],
      users: [{ name: 'nobody', secretName: 'nobody/aws' }],
      notification: { sender: 'key-rotation@example.com', recipients: ['team@example.com'] },
    },
    { file: 'cdktf.json', now: new Date() },
  );
}

function problemsOf(...given: Parameters<typeof settingsOf>): readonly string[] {
  try {
    settingsOf(...given);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.lines.map((line) => line.replace('cdktf.json: context.keyturn.environments[0].', ''));
  }
}

test('users with shards make a sharded environment, with a default for its size', () => {
  const [sharded] = settingsOf([{ name: 'a', shard: '00' }]).environments;
  expect(sharded).toMatchObject({ usersPerShard: 400, users: [{ shard: '00' }] });
  const [without] = settingsOf([{ name: 'a' }], { usersPerShard: 5 }).environments;
  expect(without).not.toHaveProperty('usersPerShard');
  expect(without).not.toHaveProperty('commonSchedule');
});

test.each<[what: string, given: Parameters<typeof settingsOf>, lines: readonly string[]]>([
  [
    'one empty cell',
    [[{ name: 'a', shard: '00' }, { name: 'b' }]],
    [
      'users[1].shard: missing: this user has no shard, and 1 of the same environment have one; run "keyturn shards --assign", which changes no shard that is there',
    ],
  ],
  [
    'an invalid shard, which is one problem and not two',
    [
      [
        { name: 'a', shard: '00' },
        { name: 'b', shard: 'number one' },
      ],
    ],
    ['users[1].shard: "number one" is not a shard; write one to eight letters and digits, such as "00"'],
  ],
  [
    'a word that every object of JavaScript has',
    [[{ name: 'a', shard: 'toString' }]],
    [
      'users[0].shard: "toString" is a reserved word of JavaScript; write one to eight letters and digits, such as "00"',
    ],
  ],
  [
    'shards that differ only in case',
    [
      [
        { name: 'a', shard: 'eu' },
        { name: 'b', shard: 'EU' },
      ],
    ],
    ['users[1].shard: "EU" differs from the shard "eu" only in case, and IAM ignores case in names; write one of them'],
  ],
  [
    'a shard that is too large',
    [
      [
        { name: 'a', shard: '00' },
        { name: 'b', shard: '00' },
        { name: 'c', shard: '00' },
      ],
      { usersPerShard: 1 },
    ],
    [
      'users[1].shard: "00" has 3 users, and "usersPerShard" allows 1; write another shard for some of them, or a larger "usersPerShard"',
    ],
  ],
  [
    'a role whose name IAM does not take',
    [[{ name: 'a', shard: '01' }], { name: 'x'.repeat(46) }],
    [
      `users[0].shard: "01" makes the name of the role keyturn-${'x'.repeat(46)}-execution-01, which has 67 characters, and IAM allows 64; write a shorter shard, or a shorter name of the environment`,
    ],
  ],
  ['the first shard, whose names have no end', [[{ name: 'a', shard: '00' }], { name: 'x'.repeat(46) }], []],
  [
    'the machine of another environment',
    [[{ name: 'a', shard: '01' }], {}, [{ name: 'production-01' }]],
    [
      'users[0].shard: "01" makes the name of the state machine keyturn-production-01, which the environment "production-01" of the same account has; write another shard',
    ],
  ],
  [
    'the role of another environment',
    [[{ name: 'a', shard: 'schedule' }], {}, [{ name: 'production-execution' }]],
    [
      'users[0].shard: "schedule" makes the name of the role keyturn-production-execution-schedule, which the environment "production-execution" of the same account has; write another shard',
    ],
  ],
  [
    'the same names in another account',
    [[{ name: 'a', shard: '01' }], {}, [{ name: 'production-01', accountId: '444455556666' }]],
    [],
  ],
])('%s', (_, given, lines) => {
  expect(problemsOf(...given)).toEqual(lines);
});
