import { check, readContract, type CheckOptions, type Contract } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { contractJson, digest, editDefinition, editPolicy, sampleContracts, sampleStack, type Loose } from '../sample';

const schedule = sampleContracts.slice(1);
const user = 'legacy-ftp';

interface Statement {
  Resource: string[] | string;
}

/** The sample without one of its users: no call, no grant. */
function withoutUser(): Loose {
  const stack = sampleStack();
  editPolicy(stack, ({ Statement: statements }: { Statement: Statement[] }) => {
    for (const one of statements)
      if (Array.isArray(one.Resource)) one.Resource = one.Resource.filter((resource) => !resource.includes(user));
  });
  editDefinition(stack, ({ CheckInput }: { CheckInput: { Choices: unknown[] } }) => {
    CheckInput.Choices = CheckInput.Choices.filter((choice) => !JSON.stringify(choice).includes(user));
  });
  return stack;
}

type Edit = (contract: Loose) => unknown;

/** The contract of the sample with references to its pairs, edited. */
function referring(edit: Edit = () => undefined): Contract[] {
  const json = contractJson('execution-role');
  json.pairs[0].path = '/ci/';
  json.identity[0].resources = ['${pairs.users}'];
  json.identity[1].resources = ['${pairs.secrets}'];
  edit(json);
  return [readContract(JSON.stringify(json), 'policies/execution-role.json'), ...schedule];
}

function writtenOut(edit: Edit): Contract[] {
  const json = contractJson('execution-role');
  edit(json);
  return [readContract(JSON.stringify(json), 'policies/execution-role.json'), ...schedule];
}

const without = (json: Loose): unknown =>
  (json.pairs = (json.pairs as { userName: string }[]).filter(({ userName }) => userName !== user));

function judged(stack: Loose, contracts: readonly Contract[], options: Partial<CheckOptions> = {}) {
  const all: CheckOptions = { today: '2026-11-23', coverAll: 'ours', digest, ...options };
  const report = check([readModel(JSON.stringify(stack), 'cdk.tf.json')], contracts, all);
  const findings = report.checks.flatMap((one) => one.findings);
  return { verdict: report.verdict, findings, said: findings.map(({ verdict, message }) => `${verdict}: ${message}`) };
}

const strict = { strict: ['contract-used'] };
const lists = `contract "execution-role" lists user "${user}" with secret "${user}/aws", but machine "keyturn-staging" makes no call for this pair`;

describe('a user that the contract names and nothing uses', () => {
  test('is one note, with the "since" to paste', () => {
    const { verdict, said, findings } = judged(withoutUser(), referring());
    expect({ verdict, said }).toEqual({ verdict: 'pass', said: [`note: ${lists}`] });
    expect(findings[0]?.remedy).toContain('add to the pair: "since": "2026-11-23"');
    expect(findings[0]?.place.contractPointer).toBe('/pairs/3');
  });

  test('is a failure by the name of the rule, and by that alone', () => {
    expect(judged(withoutUser(), referring(), strict)).toMatchObject({ verdict: 'fail', said: [`fail: ${lists}`] });
    expect(judged(withoutUser(), referring(), { strict: true }).verdict).toBe('pass');
    expect(judged(withoutUser(), referring(), { strict: ['wide-contract'] }).verdict).toBe('pass');
  });

  test.each([
    ['2026-11-23', undefined, 'pass', '; that is accepted until 2026-12-23'],
    ['2026-10-24', undefined, 'pass', '; that is accepted until 2026-11-23'],
    ['2026-10-23', undefined, 'fail', '; that was accepted until 2026-11-22'],
    ['2026-11-22', 0, 'fail', '; that was accepted until 2026-11-22'],
    ['2026-11-23', 0, 'pass', '; that is accepted until 2026-11-23'],
    ['2026-02-01', 365, 'pass', '; that is accepted until 2027-02-01'],
    ['2026-11-24', undefined, 'fail', ''],
    ['9999-12-31', 365, 'fail', ''],
  ])('since %s with %s days of grace: %s', (since, days, verdict, told) => {
    const contracts = referring((json) => {
      json.pairs[3].since = since;
      if (days !== undefined) json.unusedGraceDays = days;
    });
    const { said, ...found } = judged(withoutUser(), contracts, strict);
    expect({ verdict: found.verdict, said }).toEqual({
      verdict,
      said: [`${verdict === 'pass' ? 'note' : 'fail'}: ${lists}${told}`],
    });
    expect(judged(withoutUser(), contracts).verdict).toBe('pass');
  });

  test('does not hide an action that is granted on nothing: that is of the line', () => {
    const more = (since?: string) =>
      referring((json) => {
        json.identity[0].actions = ['iam:UpdateAccessKey', ...json.identity[0].actions];
        if (since !== undefined) json.identity[0].since = since;
      });
    const { verdict, said, findings } = judged(withoutUser(), more());
    expect({ verdict, said }).toEqual({
      verdict: 'pass',
      said: [
        'note: identity[0] of contract "execution-role" allows iam:UpdateAccessKey on arn:aws:iam::111122223333:user/ci/ci-deployer and 2 more, but role "keyturn-staging-execution" is not granted that',
        `note: ${lists}`,
      ],
    });
    expect(findings[0]?.place.contractPointer).toBe('/identity/0');
    expect(judged(sampleStack(), more(), strict).verdict).toBe('fail');
    expect(judged(sampleStack(), more('2026-11-01'), strict).verdict).toBe('pass');
  });

  test('is reported by the pair in an export, which shows no machine', () => {
    const policy = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: actions, Resource: arns }] };
    const contracts = referring((json: { identity: unknown[] }) => json.identity.splice(1)).slice(0, 1);
    const { said, findings } = judged(policy, contracts, {
      given: { account: '111122223333', region: 'eu-central-1' },
    });
    expect(said).toEqual([expect.stringMatching(/^note: .* on arn:aws:iam::111122223333:user\/legacy-ftp and 2 more/)]);
    expect(findings[0]?.place.contractPointer).toBe('/pairs/3');
  });
});

const actions = ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'];
const arns = ['ci/ci-deployer', 'backup-agent', 'report-mailer'].map(
  (name) => `arn:aws:iam::111122223333:user/${name}`,
);

test('a call that the machine makes and the role may not is a failure, whatever the line says', () => {
  const stack = sampleStack();
  editPolicy(stack, ({ Statement: [first] }: { Statement: { Resource: string[] }[] }) => first?.Resource.pop());
  const dated = (json: Loose) => (json.pairs[3].since = json.identity[0].since = '2026-11-23');
  for (const contracts of [
    referring(dated),
    writtenOut((json) => (json.identity[0].since = '2026-11-23')),
    sampleContracts,
  ]) {
    const { verdict, said } = judged(stack, contracts);
    expect(verdict).toBe('fail');
    expect(said).toContainEqual(
      expect.stringMatching(
        /^fail: .*user\/legacy-ftp, but role "keyturn-staging-execution" is not granted that, although the machine calls it$/,
      ),
    );
  }
  const secrets = sampleStack();
  editPolicy(secrets, ({ Statement: [, second] }: { Statement: { Resource: string[] }[] }) => second?.Resource.pop());
  expect(judged(secrets, referring()).verdict).toBe('fail');
});

describe('a change goes through without a failure', () => {
  test.each([
    ['contract first, then the settings', withoutUser(), referring()],
    ['and then the settings', sampleStack(), referring()],
    ['settings first, where a user is removed', withoutUser(), referring()],
    ['and then the contract', withoutUser(), referring(without)],
    ['with ARNs written out', withoutUser(), sampleContracts],
  ])('%s', (_, stack, contracts) => {
    expect(judged(stack, contracts).verdict).toBe('pass');
  });

  test('but for a user that comes together with the contract: that of the base judges', () => {
    const added = [{ file: 'policies/execution-role.json', pairs: [{ userName: user, secretName: `${user}/aws` }] }];
    const { verdict, findings } = judged(sampleStack(), referring(without), {
      changedContracts: ['policies/execution-role.json'],
      addedTogether: added,
    });
    expect(verdict).toBe('fail');
    expect(findings.find(({ rule }) => rule === 'contract-unchanged')).toMatchObject({
      verdict: 'note',
      message: `contract policies/execution-role.json differs from the one that judges this change, and the change adds user "${user}" with secret "${user}/aws" together with it; the contract before the change does not allow that`,
      remedy:
        'Merge the change of policies/execution-role.json first, in a separate reviewed pull request; then this one passes.',
    });
  });

  test('on the default branch within the days of grace, and not after them', () => {
    const contracts = referring((json) => (json.pairs[3].since = '2026-11-20'));
    expect(judged(withoutUser(), contracts, strict).verdict).toBe('pass');
    expect(judged(withoutUser(), contracts, { ...strict, today: '2026-12-21' }).verdict).toBe('fail');
    expect(judged(sampleStack(), contracts, { ...strict, today: '2026-12-21' }).verdict).toBe('pass');
  });
});

describe('what the base did not use', () => {
  const model = (stack: Loose) => readModel(JSON.stringify(stack), 'base/cdk.tf.json');
  const taken = (said: readonly string[]) => said.filter((one) => one.includes('taken up again'));

  test('and the change takes up is a note, whatever is strict', () => {
    for (const options of [{}, strict, { strict: true }]) {
      const { verdict, said } = judged(sampleStack(), referring(), { base: [model(withoutUser())], ...options });
      expect({ verdict, said }).toEqual({
        verdict: 'pass',
        said: [
          `note: permission taken up again: contract "execution-role" lists user "${user}" with secret "${user}/aws", which the base did not use`,
        ],
      });
    }
  });

  test('says nothing of what both use, or neither', () => {
    expect(judged(sampleStack(), referring(), { base: [model(sampleStack())] }).said).toEqual([]);
    expect(taken(judged(withoutUser(), referring(), { base: [model(withoutUser())] }).said)).toEqual([]);
    expect(taken(judged(withoutUser(), referring(), { base: [model(sampleStack())] }).said)).toEqual([]);
  });

  test('names each line, where ARNs are written out', () => {
    const lines = taken(
      judged(
        sampleStack(),
        writtenOut(() => undefined),
        { base: [model(withoutUser())] },
      ).said,
    );
    expect(lines).toHaveLength(5);
  });

  test('is a role, if the base has it not', () => {
    const other = JSON.parse(JSON.stringify(sampleStack()).replaceAll('keyturn-staging', 'keyturn-production'));
    expect(taken(judged(sampleStack(), referring(), { base: [model(other)] }).said)).toEqual([
      expect.stringContaining('the base has no role "keyturn-staging-execution"'),
      expect.stringContaining('the base has no role "keyturn-staging-schedule"'),
    ]);
  });

  test('lowers nothing: what is outside the contract fails as before', () => {
    const wide = sampleStack();
    editPolicy(wide, (policy: Loose) => {
      policy.Statement = [...policy.Statement, { Effect: 'Allow', Action: 'iam:*', Resource: '*' }];
    });
    expect(judged(wide, referring(), { base: [model(wide)] }).verdict).toBe('fail');
  });
});

test.each<[string, Edit, string]>([
  [
    'a day that is none',
    (c) => (c.pairs[0].since = '2026-02-30'),
    'pairs[0].since: "2026-02-30" is not a day of the calendar',
  ],
  [
    'a text',
    (c) => (c.identity[0].since = 'today'),
    'identity[0].since: "today" is not a day; write one as 2027-01-31',
  ],
  [
    'days below none',
    (c) => (c.unusedGraceDays = -1),
    'unusedGraceDays: -1 is not a number of days; write one from 0 to 365',
  ],
  ['years', (c) => (c.unusedGraceDays = 366), 'unusedGraceDays: 366 is not a number of days; write one from 0 to 365'],
  ['half a day', (c) => (c.unusedGraceDays = 0.5), 'unusedGraceDays: must be a whole number, not 0.5'],
])('%s is refused', (_, edit, line) => {
  expect(() => referring(edit)).toThrow(line);
});
