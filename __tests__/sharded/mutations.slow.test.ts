/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { judge, spoken, type Loose } from '../checks/sample';
import { secretArn, sharded, userArn, userName } from './sharded';

/** One fault at a time in a stack of three shards with twelve users: each is found. User 0 is in shard 00, user 1 in shard 01. */
const base = sharded(12, 3);
const judged = (edit: (stack: Loose) => void, options = {}) => {
  const stack = structuredClone(base.stack);
  edit(stack);
  return judge(stack, base.contracts, options);
};

const inText = (holder: Loose, name: string, edit: (value: Loose) => void): void => {
  const value = JSON.parse(holder[name]);
  edit(value);
  holder[name] = JSON.stringify(value).replaceAll('${', '$${');
};
const definition = (shard: string, edit: (states: Loose) => void) => (stack: Loose) =>
  inText(stack.locals.shards[shard], 'definition', (value) => edit(value.States));
const managed = (policy: string, edit: (statements: Loose) => void) => (stack: Loose) =>
  inText(stack.locals.policies[policy], 'policy', (value) => edit(value.Statement));
const pairRule = (index: number) => (choice: Loose) => choice.Next === `PairOf-${userName(index)}`;

const faults: readonly (readonly [string, string, (stack: Loose) => void])[] = [
  [
    'the role of a shard has a user of another',
    'grants-inside-contract fail',
    managed('01-0', ([keys]) => keys.Resource.push(userArn(0))),
  ],
  [
    'the role of a shard has a secret of another',
    'grants-inside-contract fail',
    managed('01-0', ([, secrets]) => secrets.Resource.push(secretArn(0))),
  ],
  [
    'the policy of a shard has a wildcard',
    'grants-inside-contract fail',
    managed('02-0', ([keys]) => (keys.Resource = 'arn:aws:iam::111122223333:user/*')),
  ],
  [
    'a policy has a sixth action',
    'grants-inside-contract fail',
    managed('00-0', ([keys]) => keys.Action.push('iam:PutUserPolicy')),
  ],
  [
    'the inline policy of a shard has another action',
    'grants-inside-contract fail',
    (stack) =>
      inText(
        stack.locals.shards['01'],
        'policy',
        (value) => (value.Statement[0].Action = ['ses:SendEmail', 'iam:CreateUser']),
      ),
  ],
  [
    'two policies are swapped',
    'grants-inside-contract fail',
    (stack) => {
      const { policies } = stack.locals;
      [policies['00-0'].policy, policies['01-0'].policy] = [policies['01-0'].policy, policies['00-0'].policy];
    },
  ],
  [
    'a policy is attached to the role of another shard',
    'grants-inside-contract fail',
    (stack) => (stack.locals.policies['01-0'].role = stack.locals.shards['00'].role),
  ],
  [
    'a policy is attached that is not in the input',
    'no-managed-policies fail',
    (stack) => stack.locals.shards['01'].policy_arns.push('arn:aws:iam::111122223333:policy/other'),
  ],
  [
    'a policy of AWS is attached',
    'no-managed-policies fail',
    (stack) => stack.locals.shards['01'].policy_arns.push('arn:aws:iam::aws:policy/IAMFullAccess'),
  ],
  [
    'a policy is not listed by the exclusive resource',
    'closed-role fail',
    (stack) => (stack.locals.shards['01'].policy_arns = []),
  ],
  [
    'the exclusive resource leaves a shard out',
    'closed-role undecided',
    (stack) => {
      stack.locals.some = { '00': stack.locals.shards['00'], '01': stack.locals.shards['01'] };
      stack.resource.aws_iam_role_policy_attachments_exclusive.execution.for_each = '${local.some}';
    },
  ],
  [
    'two machines run as one role',
    'one-shard fail',
    (stack) => (stack.locals.shards['02'].role_arn = stack.locals.shards['01'].role_arn),
  ],
  [
    'two machines swap their roles',
    'one-shard fail',
    (stack) => {
      const { shards } = stack.locals;
      [shards['01'].role_arn, shards['02'].role_arn] = [shards['02'].role_arn, shards['01'].role_arn];
    },
  ],
  [
    'a key with the names of another shard',
    'covered fail',
    (stack) => {
      const { '02': last, ...others } = stack.locals.shards;
      stack.locals.shards = { ...others, '03': last };
    },
  ],
  ['a machine of another name', 'covered fail', (stack) => (stack.locals.shards['02'].machine = 'keyturn-other')],
  [
    'a machine that a contract without shards does not know',
    'covered undecided',
    (stack) =>
      (stack.resource.aws_sfn_state_machine.more = {
        ...stack.resource.aws_sfn_state_machine.rotation,
        for_each: null,
        name: 'keyturn-staging-09',
      }),
  ],
  [
    'a user in two shards',
    'one-shard fail',
    (stack) => {
      const from = JSON.parse(stack.locals.shards['00'].definition).States;
      definition('01', (states) => {
        states.CheckInput.Choices.splice(3, 0, from.CheckInput.Choices.find(pairRule(0)));
        states[`PairOf-${userName(0)}`] = from[`PairOf-${userName(0)}`];
      })(stack);
    },
  ],
  [
    'a user that no contract lists',
    'bound-pairs fail',
    definition('01', (states) => (states.CheckInput.Choices.find(pairRule(1)).And[0].StringEquals = 'administrator')),
  ],
  [
    'the secret of a user of the same shard',
    'bound-pairs fail',
    definition('01', (states) => (states[`PairOf-${userName(1)}`].Parameters.secretName = `${userName(4)}/aws`)),
  ],
  [
    'the input of one shard is not checked',
    'bound-pairs fail',
    definition('02', (states) => (states.CheckInput.Default = 'CheckGracePeriod')),
  ],
  [
    'a schedule starts the machine of another shard',
    'one-shard fail',
    (stack) => (stack.locals.rotations[userName(1)].shard = '00'),
  ],
  [
    'a schedule names a user of another shard',
    'one-shard fail',
    (stack) => (stack.locals.rotations[userName(1)].input = stack.locals.rotations[userName(0)].input),
  ],
  [
    'all schedules start one machine',
    'one-shard fail',
    (stack) => (stack.resource.aws_scheduler_schedule.rotation.target.arn = '${local.shards["00"].machine_arn}'),
  ],
  [
    'a schedule whose machine is not known',
    'one-shard undecided',
    (stack) => (stack.resource.aws_scheduler_schedule.rotation.target.arn = '${data.aws_sfn_state_machine.any.arn}'),
  ],
  [
    'the trust of a shard names the machine of another',
    'trust fail',
    (stack) => (stack.locals.shards['01'].trust = stack.locals.shards['00'].trust),
  ],
  [
    'the trust of one shard admits everybody',
    'trust fail',
    (stack) => inText(stack.locals.shards['02'], 'trust', (value) => (value.Statement[0].Principal = '*')),
  ],
  [
    'another wait in one shard',
    'same-shards fail',
    definition('01', (states) => {
      const [name] = Object.entries(states).find(
        ([, state]: Loose) => state.Type === 'Wait' && state.Seconds !== undefined,
      ) ?? [''];
      states[name].Seconds = 7;
    }),
  ],
  [
    'a mail of its own in one shard',
    'same-shards fail',
    definition('02', (states) => (states.SendEmail.Parameters.Message.Subject.Data = 'other')),
  ],
  ['a state more in one shard', 'same-shards fail', definition('02', (states) => (states.More = { Type: 'Succeed' }))],
  [
    'a comment in one shard',
    'same-shards fail',
    (stack) => inText(stack.locals.shards['01'], 'definition', (value) => (value.Comment = 'other')),
  ],
  [
    'one user that is refused on purpose',
    'same-shards fail',
    definition('01', (states) =>
      states.CheckInput.Choices.unshift({ Variable: '$.userName', StringEquals: userName(1), Next: 'RefusePair' }),
    ),
  ],
  [
    'one user with a state of its own',
    'same-shards fail',
    definition('01', (states) => (states[`PairOf-${userName(1)}`].Next = 'BeginRotation')),
  ],
  [
    'no logging argument in one shard',
    'same-shards fail',
    (stack) => {
      stack.locals.shards['01'].level = 'ALL';
      stack.locals.shards['00'].level = 'OFF';
      stack.locals.shards['02'].level = 'OFF';
      stack.resource.aws_sfn_state_machine.rotation.logging_configuration = { level: '${each.value.level}' };
    },
  ],
  [
    'the schedules can start a machine of no shard',
    'grants-inside-contract fail',
    (stack) =>
      inText(stack.resource.aws_iam_role_policy.schedule, 'policy', (value) =>
        value.Statement[0].Resource.push('arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-staging-03'),
      ),
  ],
  [
    'the key admits the role of one shard under the context of another',
    'resource-inside-contract fail',
    (stack) =>
      inText(stack.resource.aws_kms_key.history, 'policy', (value) => {
        const own = value.Statement.find(({ Sid }: Loose) => Sid === 'ExecutionRole1');
        own.Condition.StringEquals['aws:PrincipalArn'] = '*';
      }),
  ],
  [
    'the local is written twice',
    'whole-input undecided',
    (stack) => (stack.locals = [stack.locals, { shards: stack.locals.shards }]),
  ],
  [
    'the local is not known',
    'covered undecided',
    (stack) => (stack.resource.aws_sfn_state_machine.rotation.for_each = '${local.other}'),
  ],
  [
    'the local depends on a variable',
    'whole-input undecided',
    (stack) => {
      stack.locals.shards = '${var.shards}';
      stack.variable = { shards: { type: 'any' } };
    },
  ],
  [
    'the value of another map',
    'one-shard fail',
    (stack) => (stack.resource.aws_iam_role.execution.for_each = '${local.policies}'),
  ],
  [
    'the value of each other key',
    'one-shard fail',
    (stack) => {
      stack.locals.turned = { '00': '01', '01': '00', '02': '02' };
      stack.resource.aws_sfn_state_machine.rotation.role_arn = '${local.shards[local.turned[each.key]].role_arn}';
    },
  ],
  [
    'a list in place of a map',
    'whole-input undecided',
    (stack) => (stack.resource.aws_sfn_state_machine.rotation.for_each = Object.values(stack.locals.shards)),
  ],
  [
    'roles without for_each',
    'covered undecided',
    (stack) => {
      const role = stack.resource.aws_iam_role.execution;
      stack.resource.aws_iam_role.execution = { ...role, for_each: null, name: 'keyturn-staging-execution' };
    },
  ],
];

/** Faults in a shard that has one user: user 1 in shard 01. */
const one = sharded(4, 3);
const notOurs = (states: Loose) => states.CheckInput.Choices.find(({ Next: next }: Loose) => next === 'NotOurUser');
const ofOne: typeof faults = [
  [
    'the one user is refused on purpose',
    'same-shards fail',
    definition('01', (states) =>
      states.CheckInput.Choices.unshift({ Variable: '$.userName', StringEquals: userName(1), Next: 'RefusePair' }),
    ),
  ],
  [
    'the rule on other users is about the user of another shard',
    'same-shards fail',
    definition('01', (states) => (notOurs(states).And[1].Not.Or[0].StringEquals = userName(0))),
  ],
  [
    'the rule on other users is about the user',
    'same-shards fail',
    definition('01', (states) => (notOurs(states).And[1] = notOurs(states).And[1].Not)),
  ],
  [
    'the rule on other users leads to the state of the user',
    'same-shards fail',
    definition('01', (states) => (notOurs(states).Next = `PairOf-${userName(1)}`)),
  ],
  [
    'the rule of the user comes after the one on others',
    'same-shards fail',
    definition('01', ({ CheckInput: { Choices: choices } }) => choices.push(...choices.splice(3, 1))),
  ],
  [
    'the user has no grace period',
    'same-shards fail',
    definition('01', (states) => (states[`PairOf-${userName(1)}`].Next = 'BeginRotation')),
  ],
  [
    'a call with the name of the user in place of its path',
    'same-shards fail',
    definition('01', (states) => {
      const [name] = Object.entries(states).find(
        ([, state]: Loose) => state.Parameters?.['UserName.$'] !== undefined,
      ) ?? [''];
      delete states[name].Parameters['UserName.$'];
      states[name].Parameters.UserName = userName(1);
    }),
  ],
];

test.each(ofOne)('in a shard with one user, %s: %s', (_, expected, edit) => {
  const stack = structuredClone(one.stack);
  edit(stack);
  expect(spoken(judge(stack, one.contracts))).toContain(expected);
});

test('two states of one user in exchanged places are found', () => {
  const stack = structuredClone(one.stack);
  const again = (first: string, second: string) => (states: Loose) => {
    const { CheckInput: check } = states;
    states.CheckAgain = { ...check, Default: 'RefusePair', Choices: structuredClone(check.Choices) };
    for (const name of Object.keys(states).filter((key) => key.startsWith('PairOf-'))) {
      states[`${name}-again`] = { ...states[name], Next: 'BeginRotation' };
      for (const [state, end] of [
        [check, first],
        [states.CheckAgain, second],
      ])
        state.Choices.find(({ Next: next }: Loose) => next === name).Next = `${name}${end}`;
    }
    check.Default = 'CheckAgain';
  };
  definition('00', again('', '-again'))(stack);
  definition('01', again('-again', ''))(stack);
  definition('02', again('', '-again'))(stack);
  expect(spoken(judge(stack, one.contracts))).toContain('same-shards fail');
});

test('nothing is found without a fault', () => {
  expect(judged(() => undefined).findings).toEqual([]);
});

test.each(faults)('%s: %s', (_, expected, edit) => {
  const check = judged(edit);
  expect(check.verdict).not.toBe('pass');
  expect(spoken(check)).toContain(expected);
});
