import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from '../../fast-check';
import { examples, testSome } from '../../effort';
import { readContract, type Contract } from '../../../src/checks';
import {
  contractJson,
  editPolicy,
  judge,
  policies,
  samplePlan,
  sampleContracts,
  sampleStack,
  spoken,
  type Loose,
} from '../sample';

const [written, schedule] = sampleContracts as [Contract, Contract];

/** The project's own contract: an entry in `pairs` is the one place for a user. */
function withReferences(edit: (contract: Loose) => unknown = () => undefined): Contract[] {
  const contract: Loose = JSON.parse(readFileSync(join(policies, 'execution-role.json'), 'utf8'));
  // The sample here has no key, so its contract has none either.
  delete contract.resourcePolicies;
  edit(contract);
  return [readContract(JSON.stringify(contract), 'policies/execution-role.json'), schedule];
}

const widenTo = (resource: string, action = 'iam:CreateAccessKey'): Loose => {
  const stack = sampleStack();
  editPolicy(stack, (policy: Loose) => {
    policy.Statement = [...policy.Statement, { Effect: 'Allow', Action: action, Resource: resource }];
  });
  return stack;
};

test('the project uses them, and means what the written-out contract says', () => {
  for (const input of [sampleStack(), samplePlan()]) {
    const [own, other] = [judge(input, withReferences()), judge(input, [written, schedule])];
    expect(own).toEqual(other);
    expect(own.findings).toEqual([]);
  }
});

testSome([
  ['every user', 'arn:aws:iam::111122223333:user/*', 'iam:CreateAccessKey'],
  ['another user', 'arn:aws:iam::111122223333:user/administrator', 'iam:CreateAccessKey'],
  ['a user of a pair below another path', 'arn:aws:iam::111122223333:user/ci-deployer', 'iam:CreateAccessKey'],
  ['a user of another account', 'arn:aws:iam::444455556666:user/backup-agent', 'iam:CreateAccessKey'],
  ['the reference itself', '${pairs.users}', 'iam:CreateAccessKey'],
  ['every secret', '*', 'secretsmanager:UpdateSecret'],
  [
    'another secret',
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:backup-agent/aws2-??????',
    'secretsmanager:UpdateSecret',
  ],
])('a grant on %s is outside, as with the written-out contract', (_, resource, action) => {
  const stack = widenTo(resource, action);
  const own = judge(stack, withReferences());
  expect(own.verdict).not.toBe('pass');
  expect(spoken(own)).toEqual(spoken(judge(stack, [written, schedule])));
});

test('one pair more is a user more, and one less is one less', () => {
  const more = withReferences((c: { pairs: unknown[] }) => c.pairs.push({ userName: 'new', secretName: 'new/aws' }));
  const wider = widenTo('arn:aws:iam::111122223333:user/new');
  expect(spoken(judge(wider, more)).filter((one) => one.startsWith('grants'))).toEqual([]);
  expect(spoken(judge(wider, withReferences()))).toContain('grants-inside-contract fail');
  const less = withReferences((c: { pairs: unknown[] }) => c.pairs.shift());
  expect(spoken(judge(sampleStack(), less))).toEqual(
    expect.arrayContaining(['grants-inside-contract fail', 'bound-pairs fail']),
  );
});

describe('the complete ARN of a secret', () => {
  const arn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:backup-agent/aws-a1B2c3';
  const named = (secretName: string) =>
    withReferences((c) => {
      c.pairs[1].secretName = secretName;
    });
  /** The sample, with this ARN where the name was. */
  const stack = (): Loose =>
    JSON.parse(
      JSON.stringify(sampleStack())
        .replaceAll('arn:aws:secretsmanager:eu-central-1:111122223333:secret:backup-agent/aws-??????', arn)
        .replaceAll(/(?<!secret:)backup-agent\/aws/g, arn),
    );

  test('is the resource, unchanged', () => {
    expect(spoken(judge(stack(), named(arn)))).toEqual([]);
    expect(spoken(judge(stack(), named(arn.replace(/:eu-central-1:\d+:/, ':${region}:${account}:'))))).toEqual([]);
    expect(spoken(judge(sampleStack(), named(arn)))).toContain('grants-inside-contract fail');
  });

  test.each([
    ['account', arn.replace('111122223333', '444455556666'), 'aws, eu-central-1, account 444455556666'],
    ['region', arn.replace('eu-central-1', 'us-east-1'), 'aws, us-east-1, account 111122223333'],
    ['partition', arn.replace('arn:aws:', 'arn:aws-cn:'), 'aws-cn, eu-central-1, account 111122223333'],
  ])('of another %s is undecided, and the finding says where it is', (_, secretName, where) => {
    const { verdict, findings } = judge(stack(), named(secretName));
    expect(verdict).not.toBe('pass');
    expect(findings.map(({ message }) => message)).toContainEqual(
      `pairs[1] of contract "execution-role": the secret is in ${where}, but the role is in aws, eu-central-1, account 111122223333`,
    );
  });
});

describe('references that stand for nothing', () => {
  const limited = withReferences((c) => {
    c.environments = [
      { name: 'staging', account: '111122223333' },
      { name: 'production', account: '444455556666' },
    ];
    for (const pair of c.pairs) pair.environments = ['production'];
  });

  test('remove the line, with a note, and widen nothing', () => {
    const check = judge(sampleStack(), limited);
    expect(check.verdict).toBe('fail');
    expect(spoken(check)).toEqual(expect.arrayContaining(['grants-inside-contract fail', 'bound-pairs fail']));
    const notes = check.findings.filter(({ verdict }) => verdict === 'note').map(({ message }) => message);
    expect(notes).toEqual([
      '${pairs.users} in identity[0] of contract "execution-role" refers to nothing in the environment "staging", so the line allows nothing',
      '${pairs.secrets} in identity[1] of contract "execution-role" refers to nothing in the environment "staging", so the line allows nothing',
    ]);
    for (const { verdict, action } of check.permissions)
      if (/iam:|secretsmanager:/.test(action)) expect(verdict).toBe('outside');
  });

  test('leave the other resources of the line', () => {
    const check = judge(
      sampleStack(),
      withReferences((c) => {
        c.environments = [
          { name: 'staging', account: '111122223333' },
          { name: 'other', account: '444455556666' },
        ];
        c.identity[0].resources = ['${pairs.users}', 'arn:aws:iam::111122223333:user/backup-agent'];
        for (const pair of c.pairs) pair.environments = ['other'];
      }),
    );
    const inside = check.permissions.filter(({ verdict, action }) => verdict === 'inside' && action.startsWith('iam:'));
    expect(new Set(inside.map(({ resource }) => resource))).toEqual(
      new Set(['arn:aws:iam::111122223333:user/backup-agent']),
    );
  });
});

describe('a name that could be more than a name is refused', () => {
  const parts = ['*', '?', '$', '${aws:username}', '\u0000', '\n', '\u007f', ' ', '/', ':', '\u0430'];

  test.each(parts.filter((one) => one !== '/'))('%j in the name of a secret, and a user', (part) => {
    expect(() => withReferences((c) => (c.pairs[0].userName = `a${part}b`))).toThrow('pairs[0].userName');
    expect(() => withReferences((c) => (c.pairs[0].secretName = `a${part}b`))).toThrow('pairs[0].secretName');
  });

  test.each(['*', '/*', '/ci', 'ci/', '/c?/', '/$/', '/ci\n/', '/ci /'])('%j as a path', (path) => {
    expect(() => withReferences((c) => (c.pairs[0].path = path))).toThrow('pairs[0].path');
  });

  test.each([
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:backup-agent/aws',
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:backup-agent/aws-??????',
    'arn:aws:secretsmanager:*:111122223333:secret:backup-agent/aws-abcdef',
    'arn:aws:iam::111122223333:user/backup-agent-abcdef',
    'arn:aws:secretsmanager:eu-central-1:111122223333:secret:*-abcdef',
  ])('%s as the ARN of a secret', (secretName) => {
    expect(() => withReferences((c) => (c.pairs[0].secretName = secretName))).toThrow('pairs[0].secretName');
  });

  test('whatever it is made of: a contract is refused, or stands for names alone', () => {
    const name = fc.array(fc.oneof(fc.constantFrom(...parts), fc.string({ minLength: 1, maxLength: 3 })), {
      minLength: 1,
      maxLength: 3,
    });
    fc.assert(
      fc.property(
        name.map((all) => all.join('')),
        (text) => {
          let contracts: Contract[];
          try {
            contracts = withReferences((c) => (c.pairs[1] = { userName: text, secretName: text }));
          } catch {
            return;
          }
          const { verdict } = judge(widenTo('arn:aws:iam::111122223333:user/administrator'), contracts);
          expect(verdict).toBe('fail');
          expect(text).not.toMatch(/[*?$\p{Cc}]/u);
        },
      ),
      { numRuns: examples(200) },
    );
  });

  test('only where a line refers to it: without that the contracts of 0.1.0 stay valid', () => {
    const plain = contractJson('execution-role');
    plain.pairs[0].userName = 'a*';
    expect(() => readContract(JSON.stringify(plain), 'x.json')).not.toThrow();
  });
});

test.each<[string, (contract: Loose) => unknown, string]>([
  [
    'a part of an entry',
    (c) => (c.identity[0].resources = ['arn:aws:iam::1:user/${pairs.users}']),
    'identity[0].resources[0]',
  ],
  [
    'with something behind it',
    (c) => (c.identity[0].resources = ['${pairs.users}*']),
    'must be ${pairs.users} or ${pairs.secrets} and nothing else',
  ],
  ['both in one', (c) => (c.identity[0].resources = ['${pairs.users}${pairs.secrets}']), 'identity[0].resources[0]'],
  ['with a line break', (c) => (c.identity[0].resources = ['${pairs.users}\n']), 'identity[0].resources[0]'],
  ['something else of the pairs', (c) => (c.identity[0].resources = ['${pairs.names}']), 'holds another parameter'],
  ['in an action', (c) => (c.identity[0].actions = ['${pairs.users}']), 'identity[0].actions[0]'],
  [
    'in a condition',
    (c) => (c.identity[2].conditions[0].values = ['${pairs.users}']),
    'identity[2].conditions[0].values[0]',
  ],
  ['in the trust', (c) => (c.trust.conditions['aws:SourceArn'] = '${pairs.users}'), 'trust.conditions'],
  [
    'of no pairs',
    (c) => delete c.pairs,
    'identity[0].resources[0]: refers to pairs, but the contract has none; add "pairs"',
  ],
])('a reference is refused: %s', (_, edit, line) => {
  expect(() => withReferences(edit)).toThrow(line);
});
