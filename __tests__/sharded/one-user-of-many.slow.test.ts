/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import type * as Sample from '../checks/sample';
import { judge, spoken, type Loose } from '../checks/sample';
import fc from '../fast-check';
import { secretArn, sharded, userArn, userName } from './sharded';

/**
 * A fleet has thousands of users who differ in their names, and a check keeps what it has judged once. Whatever changes for one of them, it finds the
 * same as a check that keeps nothing.
 */
const users = 12;
const shards = 3;
const base = sharded(users, shards);

/** The check without `once`: every answer is worked out each time. */
let judgeWithoutMemory: typeof judge;
let unkept = 0;

beforeAll(() => {
  const forget = (answer: unknown) => {
    unkept += 1;
    return answer;
  };
  jest.isolateModules(() => {
    jest.doMock('../../src/once', () => ({ once: forget, onceForBoth: forget }));
    judgeWithoutMemory = jest.requireActual<typeof Sample>('../checks/sample').judge;
  });
});

const edited = (holder: Loose, name: string, edit: (value: Loose) => void): void => {
  const value = JSON.parse(holder[name].replaceAll('$${', '${'));
  edit(value);
  holder[name] = JSON.stringify(value).replaceAll('${', '$${');
};

/** One user of one shard, another user, and a text that takes the place of one of the user's own. */
interface Change {
  readonly shard: string;
  readonly user: string;
  readonly index: number;
  readonly other: number;
  readonly text: string;
}

const stateOf = (change: Change, edit: (state: Loose, states: Loose) => void) => (stack: Loose) =>
  edited(stack.locals.shards[change.shard], 'definition', ({ States }) =>
    edit(States[`PairOf-${change.user}`], States),
  );
const ruleOf = (change: Change, edit: (rule: Loose, rules: Loose[]) => void) => (stack: Loose) =>
  edited(stack.locals.shards[change.shard], 'definition', ({ States }) => {
    const rules: Loose[] = States.CheckInput.Choices;
    edit(
      rules.find(({ Next }) => Next === `PairOf-${change.user}`),
      rules,
    );
  });
const policyOf =
  (change: Change, statement: 0 | 1, edit: (resources: string[], own: number) => void) => (stack: Loose) =>
    edited(stack.locals.policies[`${change.shard}-0`], 'policy', ({ Statement }) => {
      const { Resource } = Statement[statement];
      const own = statement === 0 ? userArn(change.index) : secretArn(change.index);
      edit(Resource, Resource.indexOf(own));
    });

type Edit = (stack: Loose) => void;

/** Every place of a stack that is about one user. */
const changes: Readonly<Record<string, (change: Change) => Edit>> = {
  'the right on the user is one on another': (change) =>
    policyOf(change, 0, (resources, own) => (resources[own] = userArn(change.other))),
  'the right on the user is wider': (change) =>
    policyOf(change, 0, (resources, own) => (resources[own] = `${userArn(change.index)}*`)),
  'the right on the user is another text': (change) =>
    policyOf(change, 0, (resources, own) => (resources[own] = change.text)),
  'the right on the user is missing': (change) => policyOf(change, 0, (resources, own) => resources.splice(own, 1)),
  'the right on the secret is one on another': (change) =>
    policyOf(change, 1, (resources, own) => (resources[own] = secretArn(change.other))),
  'the right on the secret is another text': (change) =>
    policyOf(change, 1, (resources, own) => (resources[own] = change.text)),
  'the machine stores the key in the secret of another': (change) =>
    stateOf(change, (state) => (state.Parameters.secretName = `${userName(change.other)}/aws`)),
  'the machine stores the key in another secret': (change) =>
    stateOf(change, (state) => (state.Parameters.secretName = change.text)),
  'the state of the user leads elsewhere': (change) => stateOf(change, (state) => (state.Next = 'CreateAccessKey')),
  'the state of the user has another member': (change) =>
    stateOf(change, (state) => (state.Parameters.more = change.text)),
  'the state of the user is a call': (change) =>
    stateOf(change, (state, states) => Object.assign(state, { ...states.ListAccessKeys, Next: state.Next })),
  'the rule of the user accepts another user': (change) =>
    ruleOf(change, (rule) => (rule.And[0].StringEquals = userName(change.other))),
  'the rule of the user accepts every secret': (change) => ruleOf(change, (rule) => rule.And.pop()),
  'the rule of the user leads to the state of another': (change) =>
    ruleOf(change, (rule) => (rule.Next = `PairOf-${userName((change.index + shards) % users)}`)),
  'the rule of the user is about another text': (change) =>
    ruleOf(change, (rule) => (rule.And[0].Variable = change.text)),
  'the rule of the user comes last': (change) =>
    ruleOf(change, (rule, rules) => rules.push(...rules.splice(rules.indexOf(rule), 1))),
  'the schedule starts another machine': (change) => (stack) =>
    (stack.locals.rotations[change.user].shard = stack.locals.rotations[userName(change.other)].shard),
  'the schedule is for another user': (change) => (stack) =>
    (stack.locals.rotations[change.user].input = stack.locals.rotations[userName(change.other)].input),
  'the schedule has another input': (change) => (stack) => (stack.locals.rotations[change.user].input = change.text),
  'somebody gives the user rights': (change) => (stack) =>
    (stack.resource.aws_iam_user_policy_attachment = {
      more: { user: change.user, policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    }),
  'something else runs as the role of the user': (change) => (stack) =>
    (stack.resource.aws_lambda_function = {
      more: { function_name: change.user, role: stack.locals.shards[change.shard].role_arn },
    }),
};

const oneOfThem = fc
  .record({
    index: fc.nat(users - 1),
    other: fc.nat(users - 1),
    text: fc.constantFrom(
      ...[
        '*',
        'arn:aws:iam::*:user/*',
        'arn:aws:secretsmanager:*',
        '$.userName',
        '${each.key}',
        '{"userName":"x"}',
        'x',
      ],
      ...['TODO', '', '{', '$.secretName', 'arn:aws:iam::111122223333:role/keyturn-staging-execution-01'],
    ),
  })
  .map(({ index, other, text }): Change => {
    return { shard: String(index % shards).padStart(2, '0'), user: userName(index), index, other, text };
  });

const stackAfter = (edit: Edit): Loose => {
  const stack = structuredClone(base.stack);
  edit(stack);
  return stack;
};

it('the check without memory keeps nothing, and passes what the other one passes', () => {
  expect(unkept).toBeGreaterThan(30);
  expect(spoken(judge(base.stack, base.contracts))).toEqual([]);
  expect(judgeWithoutMemory(base.stack, base.contracts)).toEqual(judge(base.stack, base.contracts));
});

it.each(Object.entries(changes))('%s: the same is found as without memory', (_, change) => {
  fc.assert(
    fc.property(oneOfThem, (one) => {
      const stack = stackAfter(change(one));
      expect(judge(stack, base.contracts)).toEqual(judgeWithoutMemory(stack, base.contracts));
    }),
    { numRuns: 4 },
  );
});

it('a change of the right of any user to that of any other user, in another shard, is a failure', () => {
  for (let index = 0; index < users; index += 1) {
    const change = { shard: String(index % shards).padStart(2, '0'), user: userName(index), index, text: '' };
    const other = (index + 1) % users;
    const stack = stackAfter(policyOf({ ...change, other }, 0, (resources, own) => (resources[own] = userArn(other))));
    expect(spoken(judge(stack, base.contracts))).toContain('grants-inside-contract fail');
  }
});
