/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- an edit reaches anywhere into untyped JSON */
import { contractsWith, digest, judge, sampleStack, spoken, type Loose } from '../sample';
import { contractsWith as contractsOfExport, judge as judgeExport, sampleExport } from '../../inputs/sample';
import fc from '../../fast-check';
import { checkModel, type Contract, type Finding } from '../../../src/checks';
import { rotatedUsers } from '../../../src/checks/rules/rotated-users';
import { readModel } from '../../../src/inputs';

const account = '111122223333';
const user = 'backup-agent';
const role = `arn:aws:iam::${account}:role/deployed`;
const aws = (name: string) => `arn:aws:iam::aws:policy/${name}`;
const statement = (Action: unknown, Resource: unknown = role, more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource,
  ...more,
});
const document = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const line = (actions: string | string[], resources: string | string[] = role, more: object = {}) => ({
  actions: [actions].flat(),
  resources: [resources].flat(),
  ...more,
});
const mfa = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } };
const mfaLine = { conditions: [{ key: 'aws:MultiFactorAuthPresent', operator: 'Bool', values: ['true'] }] };

/** The sample with more resources. */
function stackWith(...parts: Loose[]): Loose {
  const stack = sampleStack();
  for (const part of parts) Object.assign(stack.resource, part);
  return stack;
}

const own = (...statements: object[]) => ({
  aws_iam_user_policy: { x: { name: 'p', user, policy: document(...statements) } },
});
const attached = (policy_arn: string) => ({ aws_iam_user_policy_attachment: { x: { user, policy_arn } } });
const inGroup = (...statements: object[]) => ({
  aws_iam_group: { ops: { name: 'ops' } },
  aws_iam_user_group_membership: { m: { user, groups: ['ops'] } },
  aws_iam_group_policy: { g: { name: 'p', group: 'ops', policy: document(...statements) } },
});
const ofTheStack = (...statements: object[]) => ({
  aws_iam_policy: { p: { name: 'deploy', policy: document(...statements) } },
  ...attached('${aws_iam_policy.p.arn}'),
});

const accepting = (rights: unknown, name = user): Contract[] =>
  contractsWith(
    (c) => (c.acceptedUsers = [{ name, reason: 'it deploys roles', ...(rights === undefined ? {} : { rights }) }]),
  );

/** What the rule finds; the other rules are not asked, as there are many cases. */
const found = (stack: Loose, contracts: readonly Contract[]): readonly Finding[] => {
  const options = { today: '2026-11-23', coverAll: 'always', digest } as const;
  return checkModel(readModel(JSON.stringify(stack), 'input.json'), contracts, options, [rotatedUsers]).findings;
};

const verdictsOf = (stack: Loose, contracts: readonly Contract[]): string[] => [
  ...new Set(found(stack, contracts).map(({ verdict }) => verdict)),
];

/** The entry of `acceptedUsers` that a finding prints. */
function printedIn(findings: readonly Finding[]): Loose {
  const remedy = findings[0]?.remedy ?? '';
  return JSON.parse(remedy.slice(remedy.indexOf('{"name"')));
}

const put = statement('iam:PutRolePolicy');
const all = statement('*', '*');
const putLine = line('iam:PutRolePolicy');

describe('rights within those that the contract accepts pass', () => {
  test.each<[string, Loose, object[]]>([
    ['the same', own(put), [putLine]],
    ['in another case', own(statement('IAM:putrolepolicy')), [putLine]],
    ['fewer actions', own(put), [line(['iam:PutRolePolicy', 'iam:DeleteRolePolicy'])]],
    ['fewer resources', own(put), [line('iam:PutRolePolicy', [role, `${role}-other`])]],
    ['an action of a pattern', own(put), [line('iam:Put*')]],
    ['a resource of a pattern', own(put), [line('iam:PutRolePolicy', 'arn:aws:iam::*:role/*')]],
    ['a condition more', own(statement('iam:PutRolePolicy', role, { Condition: mfa })), [putLine]],
    [
      'the same condition',
      own(statement('iam:PutRolePolicy', role, { Condition: mfa })),
      [line('iam:PutRolePolicy', role, mfaLine)],
    ],
    ['a Deny next to them', own(put, statement('*', '*', { Effect: 'Deny' })), [putLine]],
    [
      'in two lines',
      own(put, statement('s3:GetObject', 'arn:aws:s3:::b/*')),
      [putLine, line('s3:GetObject', 'arn:aws:s3:::b/*')],
    ],
    ['of a group', inGroup(put), [putLine]],
    ['of an attached policy', ofTheStack(put), [putLine]],
    ['parameters', own(put), [line('iam:PutRolePolicy', 'arn:${partition}:iam::${account}:role/deployed')]],
    ['everything', own(all), [line('*', '*')]],
    ['everything but', own(statement(undefined, '*', { NotAction: 's3:*' })), [line('*', '*')]],
    ['a policy of AWS', attached(aws('AdministratorAccess')), [{ managedPolicy: aws('AdministratorAccess') }]],
    [
      'a policy of AWS, by parameters',
      attached(aws('AdministratorAccess')),
      [{ managedPolicy: 'arn:${partition}:iam::aws:policy/AdministratorAccess' }],
    ],
    ['a policy of AWS within everything', attached(aws('AdministratorAccess')), [line('*', '*')]],
    ['what is not known within everything', own('${var.x}' as never), [line('*', '*')]],
    ['nothing visible', {}, []],
  ])('%s', (_, part, rights) => {
    expect(verdictsOf(stackWith(part), accepting(rights))).toEqual([]);
  });

  test('by a name in another case, or in a second entry', () => {
    expect(verdictsOf(stackWith(own(put)), accepting([putLine], 'Backup-Agent'))).toEqual([]);
    const contracts = contractsWith((c) => {
      c.acceptedUsers = [
        { name: user, reason: 'by name' },
        { name: user, reason: 'with rights', rights: [putLine] },
      ];
    });
    expect(verdictsOf(stackWith(own(put)), contracts)).toEqual([]);
    expect(verdictsOf(stackWith(own(all)), contracts)).toEqual(['fail']);
  });
});

describe('a right that the contract does not accept fails', () => {
  test.each<[string, Loose, object[]]>([
    ['everything', own(all), [putLine]],
    ['everything of IAM', own(statement('iam:*')), [putLine]],
    ['another action', own(put, statement('iam:AttachRolePolicy')), [putLine]],
    ['another resource', own(statement('iam:PutRolePolicy', `${role}-other`)), [putLine]],
    ['a wider resource', own(statement('iam:PutRolePolicy', 'arn:aws:iam::*:role/deployed')), [putLine]],
    ['a wildcard of one character', own(statement('iam:PutRolePolic?')), [putLine]],
    ['a condition less', own(put), [line('iam:PutRolePolicy', role, mfaLine)]],
    [
      'a condition that holds without its key',
      own(statement('iam:PutRolePolicy', role, { Condition: { BoolIfExists: mfa.Bool } })),
      [line('iam:PutRolePolicy', role, mfaLine)],
    ],
    [
      'action and resource of different lines',
      own(statement('iam:PutRolePolicy', 'arn:aws:s3:::b/*')),
      [putLine, line('s3:GetObject', 'arn:aws:s3:::b/*')],
    ],
    ['everything but', own(statement(undefined, role, { NotAction: 's3:*' })), [line('iam:*')]],
    ['every resource but', own({ Effect: 'Allow', Action: 'iam:PutRolePolicy', NotResource: role }), [putLine]],
    [
      'a variable in the resource',
      own(statement('iam:PutRolePolicy', 'arn:aws:iam::111122223333:role/$${aws:username}')),
      [putLine],
    ],
    ['a right that is not administrative', own(put, statement('s3:GetObject', '*')), [putLine]],
    ['of a group', inGroup(all), [putLine]],
    ['of an attached policy', ofTheStack(all), [putLine]],
    ['a policy of AWS', attached(aws('AdministratorAccess')), [putLine]],
    ['another policy of AWS', attached(aws('AdministratorAccess')), [{ managedPolicy: aws('ReadOnlyAccess') }]],
    [
      'a policy of AWS by another case',
      attached(aws('AdministratorAccess')),
      [{ managedPolicy: aws('administratoraccess') }],
    ],
    ['anything where nothing is accepted', own(put), []],
  ])('%s', (_, part, rights) => {
    expect(verdictsOf(stackWith(part), accepting(rights))).toEqual(['fail']);
  });

  test('and so does the check, which passes within them', () => {
    expect(spoken(judge(stackWith(own(all)), accepting([putLine])))).toEqual(['rotated-users fail']);
    expect(judge(stackWith(own(put)), accepting([putLine])).verdict).toBe('pass');
  });

  test('and the rights of one user are not those of another', () => {
    expect(verdictsOf(stackWith(own(put)), accepting([putLine], 'legacy-ftp'))).toEqual(['fail']);
  });
});

describe('it is undecided', () => {
  test.each<[string, Loose, object[] | undefined]>([
    ['by name alone, with everything', own(all), undefined],
    ['by name alone, with rights that are not administrative', own(statement('s3:GetObject', '*')), undefined],
    ['by name alone, with a policy of AWS', attached(aws('AdministratorAccess')), undefined],
    ['by name alone, with what is not known', attached('${var.arn}'), undefined],
    ['what is not known', attached('${var.arn}'), [putLine]],
    ['a policy of the account that is not in the input', attached(`arn:aws:iam::${account}:policy/x`), [putLine]],
    [
      'groups that are not known',
      { aws_iam_user_group_membership: { m: { user, groups: '${var.groups}' } } },
      [putLine],
    ],
  ])('%s', (_, part, rights) => {
    expect(verdictsOf(stackWith(part), accepting(rights))).toEqual(['undecided']);
  });

  test('and by name alone it is an assumption where the input shows nothing', () => {
    expect(judge(sampleStack(), accepting(undefined)).verdict).toBe('pass');
  });
});

describe('the finding prints the entry to paste', () => {
  const parts: [string, Loose][] = [
    [
      'a policy of its own',
      own(put, statement(['s3:Get*', 'IAM:*'], ['*', 'arn:aws:s3']), statement('*', '*', { Effect: 'Deny' })),
    ],
    [
      'conditions',
      own(statement('iam:PutRolePolicy', role, { Condition: { ...mfa, StringLike: { 'aws:userid': ['a', '*:b'] } } })),
    ],
    [
      'conditions that no contract can demand',
      own(statement('*', '*', { Condition: { StringEqualsIfExists: { 'aws:x': 'y' }, Null: { 'aws:z': 'true' } } })),
    ],
    [
      'several values of a key',
      own(statement('iam:*', '*', { Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': ['a'] } } })),
    ],
    [
      'variables',
      own(
        statement('iam:*', 'arn:aws:iam::111122223333:user/$${aws:username}', {
          Condition: { StringEquals: { 'aws:x': '$${aws:username}' } },
        }),
      ),
    ],
    ['exceptions', own({ Effect: 'Allow', NotAction: 's3:*', NotResource: role })],
    ['a group', inGroup(all)],
    ['policies of AWS', attached(aws('job-function/SystemAdministrator'))],
  ];

  test.each(parts)('of %s, which then passes', (_, part) => {
    const stack = stackWith(part);
    for (const contracts of [accepting(undefined), accepting([])]) {
      const entry = printedIn(found(stack, contracts));
      expect(entry).toMatchObject({ name: user, reason: 'it deploys roles' });
      expect(verdictsOf(stack, accepting(entry.rights))).toEqual([]);
    }
  });

  test('to those who have no entry yet, with a TODO to answer', () => {
    const stack = stackWith(own(put));
    const entry = printedIn(
      found(
        stack,
        contractsWith(() => undefined),
      ),
    );
    expect(entry).toEqual({ name: user, reason: expect.stringMatching(/^TODO: /), rights: [putLine] });
    const pasted = contractsWith((c) => (c.acceptedUsers = [entry]));
    expect(spoken(judge(stack, pasted))).toEqual(['contract-complete undecided']);
  });

  test('once, however many findings there are', () => {
    const policies = Array.from({ length: 150 }, (_, index) => [
      `x${index}`,
      { name: `p${index}`, user, policy: document(statement(`iam:Put${index}`)) },
    ]);
    const findings = found(stackWith({ aws_iam_user_policy: Object.fromEntries(policies) }), accepting([putLine]));
    expect(findings).toHaveLength(150);
    expect(findings.filter(({ remedy }) => remedy.includes('"rights":[')).map(({ verdict }) => verdict)).toEqual([
      'fail',
    ]);
  });

  test('but not of more rights than anybody reviews', () => {
    const statements = Array.from({ length: 201 }, (_, index) => statement(`iam:Put${index}`));
    expect(found(stackWith(own(...statements)), accepting(undefined))).toMatchObject([
      { verdict: 'undecided', remedy: expect.stringMatching(/201 rights, which are too many to print\.$/) },
    ]);
  });

  test('but not what is sensitive', () => {
    const stack = stackWith({
      aws_iam_user_policy: { x: { name: 'p', user, policy: '${sensitive(var.policy)}' } },
    });
    stack.variable = {
      policy: { default: document(statement('s3:GetObject', 'arn:aws:s3:::secret-bucket/*')), sensitive: true },
    };
    const text = JSON.stringify(found(stack, accepting(undefined)));
    expect(text).toContain('undecided');
    expect(text).not.toContain('secret-bucket');
  });

  const action = fc.constantFrom(
    '*',
    'iam:*',
    'IAM:Put*',
    's3:GetObject',
    'iam:PutRolePolic?',
    'sts:AssumeRole',
    'i?m:*',
    '*:*',
  );
  const resource = fc.constantFrom(
    '*',
    role,
    'arn:aws:s3:::b/*',
    'arn:aws:iam::*:role/d?ployed',
    'arn:aws:sqs',
    `${role}*`,
  );
  const condition = fc.constantFrom(
    undefined,
    mfa,
    { StringLike: { 'aws:userid': ['a*', 'b'] } },
    { StringNotEquals: { 'aws:x': 'y' } },
    { StringEqualsIfExists: { 'aws:x': 'y' } },
    { 'ForAllValues:StringLike': { 'aws:TagKeys': ['a'] } },
    { 'ForAnyValue:StringLike': { 'aws:TagKeys': ['a'] } },
    { IpAddress: { 'aws:SourceIp': '10.0.0.0/8' } },
    { Null: { 'aws:x': 'false' } },
  );
  const list = <T>(of: fc.Arbitrary<T>) => fc.uniqueArray(of, { minLength: 1, maxLength: 3 });
  const statements = fc.array(
    fc
      .record({
        actions: list(action),
        resources: list(resource),
        condition,
        notAction: fc.boolean(),
        notResource: fc.boolean(),
      })
      .map(({ actions, resources, condition: Condition, notAction, notResource }) => ({
        Effect: 'Allow',
        [notAction ? 'NotAction' : 'Action']: actions,
        [notResource ? 'NotResource' : 'Resource']: resources,
        ...(Condition === undefined ? {} : { Condition }),
      })),
    { minLength: 1, maxLength: 4 },
  );

  test('of any policy, and what is added to the policy later does not pass', () => {
    const extra = statement('kms:ScheduleKeyDeletion', `arn:aws:kms:eu-central-1:${account}:key/1`);
    fc.assert(
      fc.property(statements, (some) => {
        const stack = stackWith(own(...some));
        const { rights } = printedIn(found(stack, accepting(undefined)));
        expect(verdictsOf(stack, accepting(rights))).toEqual([]);
        const covers = ({ actions, resources, conditions }: Loose) =>
          conditions === undefined &&
          actions.some((one: string) => one === '*' || one === '*:*') &&
          resources.some((one: string) => one === '*');
        if (!rights.some(covers))
          expect(verdictsOf(stackWith(own(...some, extra)), accepting(rights))).toEqual(['fail']);
      }),
    );
  });
});

describe('what is accepted by the ARN of a policy of AWS', () => {
  const arn = aws('AdministratorAccess');
  const assumptions = (stack: Loose, rights: object[]) =>
    judge(stack, accepting(rights)).premises.filter((one) => one.includes('arn:aws:iam::aws:policy/'));

  test('is an assumption that is printed', () => {
    expect(assumptions(stackWith(attached(arn)), [{ managedPolicy: arn }])).toEqual([
      `The content of ${arn}, including later changes by AWS, is accepted for user "${user}" (contract "execution-role").`,
    ]);
  });

  test('is none where the user does not have it, or everything is accepted', () => {
    expect(assumptions(stackWith(own(put)), [putLine, { managedPolicy: arn }])).toEqual([]);
    expect(assumptions(stackWith(attached(arn)), [line('*', '*')])).toEqual([]);
  });
});

describe('in an export', () => {
  const withPolicy = (Statement: object): Loose => {
    const account_ = sampleExport();
    const one = account_.UserDetailList.find(({ UserName }: Loose) => UserName === user);
    one.UserPolicyList = [{ PolicyName: 'p', PolicyDocument: { Version: '2012-10-17', Statement } }];
    return account_;
  };
  const contracts = (rights: object[] | undefined) =>
    contractsOfExport(
      (c) => (c.acceptedUsers = [{ name: user, reason: 'r', ...(rights === undefined ? {} : { rights }) }]),
    );
  const said = (input: Loose, rights: object[] | undefined) =>
    judgeExport(input, contracts(rights), { given: { region: 'eu-central-1' } })
      .findings.filter(({ rule }) => rule === 'rotated-users')
      .map(({ verdict }) => verdict);

  test('rights within the lines pass, others fail, and a name alone is undecided', () => {
    expect(said(withPolicy(put), [putLine])).toEqual([]);
    expect(said(withPolicy(all), [putLine])).toEqual(['fail']);
    expect(said(withPolicy(put), undefined)).toEqual(['undecided']);
  });
});
