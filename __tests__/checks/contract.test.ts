/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import Ajv from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContract } from '../../src/checks';
import { InputError } from '../../src/input-error';
import { contractJson, contractsWith, judge, samplePlan, sampleStack, spoken, type Loose } from './sample';

const root = join(__dirname, '..', '..');
const schema: object = JSON.parse(readFileSync(join(root, 'schemas/contract.schema.json'), 'utf8'));
const matches = new Ajv({ strict: false }).compile(schema);

function problems(contract: Loose): readonly string[] {
  try {
    readContract(JSON.stringify(contract), 'c.json');
    return [];
  } catch (error) {
    if (error instanceof InputError) return error.lines;
    throw error;
  }
}

function edited(edit: (contract: Loose) => void): Loose {
  const contract = contractJson('execution-role');
  edit(contract);
  return contract;
}

describe('a contract', () => {
  test.each(readdirSync(join(root, 'policies')))('policies/%s is one, by its schema as well', (name) => {
    const text = readFileSync(join(root, 'policies', name), 'utf8');
    expect(matches(JSON.parse(text)) ? [] : matches.errors).toEqual([]);
    expect(() => readContract(text, name)).not.toThrow();
  });

  test.each<[string, (contract: Loose) => void, string]>([
    ['no version', (c) => delete c.version, 'c.json: version: is missing'],
    ['another version', (c) => (c.version = '1'), 'c.json: version: must be 1, not "1"'],
    ['a member that is not known', (c) => (c.Identity = []), 'c.json: Identity: is not known; '],
    [
      'no subject',
      (c) => (c.subject = {}),
      'c.json: subject: must name a machine (and its role), a role (and its path and account), an address, or a resource',
    ],
    [
      'two subjects',
      (c) => (c.subject = { machine: 'm', address: 'aws_iam_role.r' }),
      'c.json: subject: must name a machine (and its role), a role (and its path and account), an address, or a resource',
    ],
    [
      'a resource policy on nothing',
      (c) => (c.resourcePolicies = [{ actions: ['kms:Decrypt'] }]),
      'c.json: resourcePolicies[0]: must name the resource by its address or by its arn, not both',
    ],
    [
      'an exception without a hash',
      (c) => (c.exceptions = [{ grant: 'iam:*', reason: 'r', owner: 'o', expires: '2027-01-31' }]),
      'c.json: exceptions[0].grant: "iam:*" is not the hash of a grant; copy it from the finding',
    ],
    [
      'two principals in one line of trust',
      (c) => (c.trust.aws = 'arn:aws:iam::111122223333:root'),
      'c.json: trust: must name one principal: a service, aws (an ARN) or federated',
    ],
    [
      'a pattern of principals',
      (c) => (c.trust.service = '*'),
      'c.json: trust.service: "*" must be one exact principal; AWS matches no patterns here',
    ],
    [
      'an action without a service',
      (c) => (c.identity[0].actions = ['ListUsers']),
      'c.json: identity[0].actions[0]: "ListUsers" is not an action; write it as "service:Action"',
    ],
    ['no actions', (c) => (c.identity[0].actions = []), 'c.json: identity[0].actions: is empty'],
    [
      'resources that are not a list',
      (c) => (c.identity[1].resources = 'arn'),
      'c.json: identity[1].resources: must be a list, not "arn"',
    ],
    [
      'a setting as a parameter',
      (c) => (c.identity[0].resources = ['arn:aws:iam::${account}:user/${user}']),
      'c.json: identity[0].resources[0]: ',
    ],
    [
      'a condition without values',
      (c) => (c.identity[2].conditions[0].values = []),
      'c.json: identity[2].conditions[0].values: is empty',
    ],
    [
      'a condition that is none',
      (c) => (c.identity[2].conditions[0].operator = 'Equals'),
      'c.json: identity[2].conditions[0].operator: "Equals" is not an operator that a contract can demand',
    ],
    [
      'a condition on absence for several values',
      (c) => (c.identity[2].conditions[0].operator = 'ForAnyValue:Null'),
      'c.json: identity[2].conditions[0].operator: ',
    ],
    [
      'a trust in a service without conditions',
      (c) => delete c.trust.conditions,
      'c.json: trust.conditions: is missing; write aws:SourceAccount and aws:SourceArn, or {} if the service sends neither',
    ],
    [
      'an exception without an owner',
      (c) => (c.ignored = [{ address: 'a.b', reason: 'r', expires: '2027-01-31' }]),
      'c.json: ignored[0].owner: is missing',
    ],
    [
      'an exception without a day',
      (c) => (c.ignored = [{ address: 'a.b', reason: 'r', owner: 'o', expires: 'never' }]),
      'c.json: ignored[0].expires: "never" is not a day; write one as 2027-01-31',
    ],
    [
      'a day that no calendar has',
      (c) => (c.ignored = [{ address: 'a.b', reason: 'r', owner: 'o', expires: '2027-02-30' }]),
      'c.json: ignored[0].expires: "2027-02-30" is not a day of the calendar',
    ],
    ...[
      '*',
      '**',
      '*.*',
      '*?',
      '.',
      'aws_*',
      'aws_*.*',
      '*_*',
      '*a*',
      'a*',
      '*w*.*',
      'module.*',
      'module.*.*',
      '*module*',
    ].flatMap((address): [string, (contract: Loose) => void, string][] => [
      [
        `an address of everything that is ignored (${address})`,
        (c) => (c.ignored = [{ address, reason: 'r', owner: 'o', expires: '2027-01-31' }]),
        `c.json: ignored[0].address: "${address}" matches every address; name specific addresses`,
      ],
      [
        `an address of everything as a use (${address})`,
        (c) => (c.uses = [{ machine: 'm' }, { address, reason: 'r' }]),
        `c.json: uses[1].address: "${address}" matches every address; name specific addresses`,
      ],
    ]),
    ['any machine as a use', (c) => (c.uses = [{ machine: '*' }]), 'c.json: uses[0].machine: "*" is not a name; '],
    [
      'any schedule as a use',
      (c) => (c.uses = [{ schedules: '**' }]),
      'c.json: uses[0].schedules: "**" is not a name; ',
    ],
    [
      'rights that are neither',
      (c) => (c.acceptedUsers = [{ name: 'u', reason: 'r', rights: [{ actions: ['s3:GetObject'] }] }]),
      'c.json: acceptedUsers[0].rights[0]: must have actions and resources, or else name a managedPolicy',
    ],
    [
      'rights that are both',
      (c) =>
        (c.acceptedUsers = [
          {
            name: 'u',
            reason: 'r',
            rights: [{ actions: ['*'], resources: ['*'], managedPolicy: 'arn:aws:iam::aws:policy/X' }],
          },
        ]),
      'c.json: acceptedUsers[0].rights[0]: must have actions and resources, or else name a managedPolicy',
    ],
    [
      "a managed policy that is not AWS's",
      (c) =>
        (c.acceptedUsers = [
          { name: 'u', reason: 'r', rights: [{ managedPolicy: 'arn:aws:iam::111122223333:policy/X' }] },
        ]),
      'c.json: acceptedUsers[0].rights[0].managedPolicy: ',
    ],
    ['a text that is blank', (c) => (c.name = ' '), 'c.json: name: " " must not be empty'],
    ['no object at all', (c) => (c.trust = 1), 'c.json: trust: must be an object, not 1'],
    ['two forms of a use', (c) => (c.uses = [{ machine: 'm', address: 'a.b' }]), 'c.json: uses[0]: must name one of: '],
  ])('with %s is refused in one line, by its schema as well', (_, edit, line) => {
    const contract = edited(edit);
    const [first = '', ...more] = problems(contract);
    expect(first.startsWith(line) ? line : first).toBe(line);
    expect(more).toEqual([]);
    if (!line.includes('calendar') && !/address: "[*.]*[a-z_]/.test(line)) expect(matches(contract)).toBe(false);
  });

  test('shows all its problems at once', () => {
    expect(problems(edited((c) => (delete c.name, (c.uses = 1), (c.pairs = []))))).toHaveLength(3);
  });

  test('that repeats a key is refused', () => {
    const text = JSON.stringify(contractJson('execution-role')).replace('"version":1', '"version":1,"version":1');
    expect(() => readContract(text, 'c.json')).toThrow(
      'c.json: line 1, column 58: The key "version" is repeated in one object',
    );
  });
});

test.each(['policies/execution-role.json', 'policies/schedule-role.json', 'examples/report-reader/contract.json'])(
  '%s is what the schema for editors says',
  (name) => {
    const contract: Loose = JSON.parse(readFileSync(join(__dirname, '../..', name), 'utf8'));
    expect(problems(contract)).toEqual([]);
    expect(matches(contract)).toBe(true);
  },
);

describe('a contract and the sample', () => {
  test.each<[string, (contract: Loose) => void, string]>([
    ['a TODO', (c) => (c.description = 'TODO'), 'contract-complete undecided'],
    ['a user less', (c) => c.identity[0].resources.pop(), 'grants-inside-contract fail'],
    ['a pair less', (c) => c.pairs.pop(), 'bound-pairs fail'],
    ['a user more', (c) => c.identity[0].resources.push('arn:aws:iam::${account}:user/more'), 'contract-used fail'],
    ['another service', (c) => (c.trust.service = 'lambda.amazonaws.com'), 'trust fail'],
    [
      'a condition more',
      (c) => (c.identity[1].conditions = [{ key: 'aws:ResourceTag/x', operator: 'StringEquals', values: ['y'] }]),
      'grants-inside-contract fail',
    ],
    [
      'a condition whose absence is not accepted',
      (c) => delete c.identity[2].conditions[1].mayBeAbsent,
      'grants-inside-contract fail',
    ],
    ['another machine', (c) => (c.subject.machine = 'other'), 'covered undecided'],
    ['another environment', (c) => (c.environments = ['production']), 'covered fail'],
    [
      'an exception that has expired',
      (c) => (c.ignored = [{ address: 'a.b', reason: 'r', owner: 'o', expires: '2026-11-22' }]),
      'contract-complete undecided',
    ],
  ])('with %s do not agree', (_, edit, says) => {
    const check = judge(sampleStack(), contractsWith(edit), { strict: ['contract-used'] });
    expect(spoken(check)).toContainEqual(expect.stringContaining(says));
  });

  test('a type that is not known passes where the contract leaves it unjudged, and the report says so', () => {
    const stack = sampleStack();
    stack.resource.aws_kms_key = { history: { policy: '${file("readers.json")}' } };
    const contracts = contractsWith(
      (c) =>
        (c.ignored = [
          {
            address: 'aws_kms_key.*',
            reason: 'its policy names readers only',
            owner: 'platform',
            expires: '2026-11-23',
          },
        ]),
    );
    const check = judge(stack, contracts);
    expect(check.verdict).toBe('pass');
    expect(check.ignored).toMatchObject([{ address: 'aws_kms_key.*', contract: 'execution-role' }]);
  });

  test('a user who is an administrator passes where the contract accepts what makes the user one', () => {
    const stack = sampleStack();
    stack.resource.aws_iam_user_policy_attachment = {
      x: { user: 'backup-agent', policy_arn: 'arn:aws:iam::aws:policy/AdministratorAccess' },
    };
    expect(judge(stack).verdict).toBe('fail');
    expect(
      judge(
        stack,
        contractsWith((c) => {
          const rights = [{ managedPolicy: 'arn:aws:iam::aws:policy/AdministratorAccess' }];
          c.acceptedUsers = [{ name: 'backup-agent', reason: 'break glass', rights }];
        }),
      ).verdict,
    ).toBe('pass');
  });

  test('a contract is never the judge of a plan that has none of its subjects', () => {
    const plan = samplePlan();
    plan.resource_changes = [];
    delete plan.planned_values;
    expect(judge(plan).verdict).toBe('undecided');
  });
});
