import { check, readContract, type Contract, type Report } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { contractJson, digest, editPolicy, samplePlan, sampleStack, type Loose } from '../sample';

/** An input of the sample, as that of another environment, in another account or region. */
function inputOf(
  environment: string,
  account = accounts[environment] ?? '111122223333',
  { region = 'eu-central-1', from = sampleStack() }: { region?: string; from?: Loose } = {},
): string {
  return JSON.stringify(from)
    .replaceAll('keyturn-staging', `keyturn-${environment}`)
    .replaceAll('111122223333', account)
    .replaceAll('eu-central-1', region);
}

const accounts: Readonly<Record<string, string>> = { staging: '111122223333', production: '444455556666' };
const bound = (name: string, region?: string) => ({
  name,
  account: accounts[name],
  ...(region === undefined ? {} : { region }),
});

type Edit = (contract: Loose) => unknown;

function contract(name: 'execution-role' | 'schedule-role', as: string, edit: Edit): Contract {
  const json = { ...contractJson(name), name: as };
  edit(json);
  return readContract(JSON.stringify(json), `policies/${as}.json`);
}

/** Both contracts of the sample, edited alike. */
function both(suffix: string, edit: Edit): Contract[] {
  return (['execution-role', 'schedule-role'] as const).map((name) => contract(name, `${name}${suffix}`, edit));
}

const names =
  (...environments: readonly unknown[]): Edit =>
  (one) =>
    (one.environments = environments);

/** Every name of the sample with the environment written out. */
const writtenOut =
  (environment: string, ...environments: readonly unknown[]): Edit =>
  (one) => {
    const text = JSON.stringify(one).replaceAll('${environment}', () => environment);
    Object.assign(one, JSON.parse(text), { environments });
  };

interface Call {
  readonly given?: { readonly environment?: string; readonly account?: string };
  readonly coverAll?: 'ours' | 'stacks' | 'always';
}

function call(inputs: readonly string[], contracts: readonly Contract[], { given = {}, coverAll = 'ours' }: Call = {}) {
  const models = inputs.map((text, index) => readModel(text, `${index}.json`));
  return check(models, contracts, { today: '2026-11-23', coverAll, digest, given });
}

const verdicts = ({ checks }: Report) => checks.map(({ verdict }) => verdict);
const messages = ({ checks }: Report, verdict: string) =>
  checks.flatMap(({ findings }) => findings.filter((one) => one.verdict === verdict).map(({ message }) => message));
const notFor = ({ contracts }: Report) =>
  contracts.flatMap(({ name, notForInputs }) =>
    notForInputs === undefined ? [] : `${name}: ${notForInputs.join(', ')}`,
  );

const staging = inputOf('staging');
const production = inputOf('production');
const [stagingPlan, productionPlan] = ['staging', 'production'].map((environment) =>
  inputOf(environment, undefined, { from: samplePlan() }),
) as [string, string];

describe('a contract for environments with their accounts', () => {
  const contracts = both('', names(bound('staging'), bound('production')));

  test('judges each of them in its account, without a note', () => {
    const report = call([staging, production], contracts);
    expect(verdicts(report)).toEqual(['pass', 'pass']);
    expect(report.checks.flatMap(({ findings }) => findings)).toEqual([]);
  });

  test('fails a subject that was moved to the account of another environment', () => {
    const report = call([inputOf('staging', accounts.production)], contracts);
    expect(report.verdict).toBe('fail');
    expect(messages(report, 'fail')).toContain(
      'aws_sfn_state_machine.rotation is in account 444455556666, but the environment "staging" of contract "execution-role" is in account 111122223333',
    );
  });

  test('fails one in another region, if it names the region', () => {
    const regional = both('', names(bound('staging', 'eu-central-1')));
    expect(call([staging], regional).verdict).toBe('pass');
    const report = call([inputOf('staging', undefined, { region: 'eu-west-1' })], regional);
    expect(report.verdict).toBe('fail');
    expect(messages(report, 'fail')).toContainEqual(
      expect.stringContaining('is in account 111122223333, region eu-west-1, but the environment "staging"'),
    );
  });

  test('takes one environment in two accounts or regions', () => {
    const twice = both('', names(bound('staging', 'eu-central-1'), bound('staging', 'eu-west-1')));
    expect(verdicts(call([staging, inputOf('staging', undefined, { region: 'eu-west-1' })], twice))).toEqual([
      'pass',
      'pass',
    ]);
    expect(call([inputOf('staging', undefined, { region: 'us-east-1' })], twice).verdict).toBe('fail');
  });

  test('is undecided where the account cannot be decided, and says what would show it', () => {
    const stack = sampleStack();
    for (const provider of [stack.provider.aws].flat(2)) delete provider.allowed_account_ids;
    stack.resource.aws_sfn_state_machine.rotation.role_arn = '${aws_iam_role.execution.arn}';
    const unbound = both('', (one) => {
      names(bound('staging'))(one);
      Object.assign(one, JSON.parse(JSON.stringify(one).replaceAll('${account}', '111122223333')));
    });
    const report = call([JSON.stringify(stack)], unbound);
    expect(report.verdict).not.toBe('pass');
    expect(messages(report, 'undecided')).toContainEqual(
      expect.stringContaining('the role "keyturn-staging-execution" is not the subject of'),
    );
  });

  test('holds for a plan, too', () => {
    expect(call([inputOf('staging', undefined, { from: samplePlan() })], contracts).verdict).toBe('pass');
    expect(call([inputOf('staging', accounts.production, { from: samplePlan() })], contracts).verdict).toBe('fail');
  });
});

describe('a bare name', () => {
  test('stays valid, and is a note with the entry to paste', () => {
    const report = call([staging], both('', names('staging')));
    expect(report.verdict).toBe('pass');
    const notes = report.checks.flatMap(({ findings }) => findings);
    expect(notes.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
      'contract-complete: contract "execution-role" names staging, which is not bound to an account',
      'contract-complete: contract "schedule-role" names staging, which is not bound to an account',
    ]);
    expect(notes[0]?.remedy).toContain('"environments": [{"name":"staging","account":"111122223333"}]');
  });
});

describe('contracts of two environments', () => {
  describe.each<[string, Contract[]]>([
    [
      'with ${environment} in their names',
      [...both('-staging', names(bound('staging'))), ...both('-production', names(bound('production')))],
    ],
    [
      'with their names written out',
      [
        ...both('-staging', writtenOut('staging', bound('staging'))),
        ...both('-production', writtenOut('production', bound('production'))),
      ],
    ],
    ['with bare names', [...both('-staging', names('staging')), ...both('-production', names('production'))]],
    [
      'with bare names and names written out',
      [
        ...both('-staging', writtenOut('staging', 'staging')),
        ...both('-production', writtenOut('production', 'production')),
      ],
    ],
  ])('%s', (_, contracts) => {
    test('judge both inputs, each by its own', () => {
      const report = call([staging, production], contracts);
      expect(verdicts(report)).toEqual(['pass', 'pass']);
      expect(notFor(report)).toEqual([]);
      expect(report.checks.map(({ roles }) => roles.map((role) => role.contract))).toEqual([
        ['execution-role-staging', 'schedule-role-staging'],
        ['execution-role-production', 'schedule-role-production'],
      ]);
    });

    test('are listed as not for these inputs, where none is of their environment', () => {
      const report = call([staging], contracts);
      expect(verdicts(report)).toEqual(['pass']);
      expect(notFor(report)).toEqual(['execution-role-production: production', 'schedule-role-production: production']);
    });

    test('find a subject that is missing in their own environment, though the other one has it', () => {
      const renamed = productionPlan.replaceAll(/keyturn-production(?=")/g, 'rotation');
      const report = call([stagingPlan, renamed], contracts, { coverAll: 'stacks' });
      expect(verdicts(report)[0]).toBe('pass');
      expect(verdicts(report)[1]).not.toBe('pass');
      expect(messages(report, 'undecided')).toContainEqual(
        expect.stringContaining('"keyturn-production", the subject of the contract, is not in this input'),
      );
    });
  });

  test('find the one that is missing, with its name filled in', () => {
    const contracts = both('', names(bound('staging'), bound('production')));
    const lost = JSON.parse(production);
    lost.resource.aws_sfn_state_machine.rotation.name = 'other';
    const report = call([staging, JSON.stringify(lost)], contracts, { coverAll: 'stacks' });
    expect(verdicts(report)).toEqual(['pass', 'undecided']);
    expect(messages(report, 'undecided')).toContain(
      'a state machine named "keyturn-production", the subject of the contract, is not in this input',
    );
  });

  test('with one name in two accounts are each for its own account', () => {
    const one = (input: string) => input.replaceAll(/keyturn-(?:staging|production)/g, 'rotation');
    const named = (environment: string) => (json: Loose) => {
      writtenOut('', bound(environment))(json);
      Object.assign(
        json,
        JSON.parse(JSON.stringify(json).replaceAll('keyturn-', 'rotation').replaceAll('rotation-', 'rotation-')),
      );
    };
    const contracts = [...both('-staging', named('staging')), ...both('-production', named('production'))];
    const report = call([one(staging), one(production)], contracts);
    expect(verdicts(report)).toEqual(['pass', 'pass']);
    const moved = call([one(inputOf('staging', '777788889999'))], contracts);
    expect(moved.verdict).toBe('fail');
  });
});

describe('a subject in another input', () => {
  /** Of the sample, what is for one role. */
  const partOf = (role: 'execution' | 'schedule'): string => {
    const stack: { resource: Record<string, Record<string, unknown>> } = sampleStack();
    const own = (type: string, name: string) =>
      role === 'execution'
        ? !type.startsWith('aws_scheduler') && name !== 'schedule'
        : (type + name).includes('schedule');
    const resources = Object.entries(stack.resource).map(([type, byName]): [string, Record<string, unknown>] => [
      type,
      Object.fromEntries(Object.entries(byName).filter(([name]) => own(type, name))),
    ]);
    return JSON.stringify({
      ...stack,
      resource: Object.fromEntries(resources.filter(([, byName]) => Object.keys(byName).length > 0)),
      output: {},
    });
  };

  test('is enough for a contract that names no environments', () => {
    const contracts = both('', () => undefined);
    const report = call([partOf('execution'), partOf('schedule')], contracts);
    expect(report.checks.map(({ roles }) => roles.map((one) => one.contract))).toEqual([
      ['execution-role'],
      ['schedule-role'],
    ]);
    expect(messages(report, 'undecided')).toEqual([]);
    expect(messages(call([partOf('execution')], contracts), 'undecided')).toEqual([
      'a role named "keyturn-staging-schedule", the subject of the contract, is not in this input',
    ]);
  });

  test('of another environment is not', () => {
    const lost = JSON.parse(production);
    lost.resource.aws_sfn_state_machine.rotation.name = 'other';
    const report = call(
      [staging, JSON.stringify(lost)],
      both('', () => undefined),
      { coverAll: 'ours' },
    );
    expect(verdicts(report)).toEqual(['pass', 'undecided']);
  });
});

describe('a contract for another environment lowers nothing', () => {
  const ignores: Edit = (one) => {
    names(bound('production'))(one);
    one.ignored = [{ address: 'aws_iam_role.more', reason: 'r', owner: 'o', expires: '2027-01-31' }];
  };
  const stack = sampleStack();
  stack.resource.aws_iam_role.more = { name: 'more', assume_role_policy: '{"Version":"2012-10-17","Statement":[]}' };

  test('what it leaves unjudged is judged', () => {
    const own = both('', names(bound('staging')));
    const report = call([JSON.stringify(stack)], [...own, ...both('-production', ignores)]);
    expect(report.verdict).toBe('fail');
    expect(report.checks[0]?.ignored).toEqual([]);
    const accepted = both('', (one) => (ignores(one), names(bound('staging'))(one)));
    expect(call([JSON.stringify(stack)], accepted).verdict).toBe('pass');
  });

  test('and alone it proves nothing', () => {
    const report = call([stagingPlan], both('', names(bound('production'))), { coverAll: 'stacks' });
    expect(report.verdict).toBe('undecided');
    expect(notFor(report)).toHaveLength(2);
  });

  test('what it has left to do does not count', () => {
    const unfinished = both('-production', (one) => (names(bound('production'))(one), (one.description = 'TODO')));
    const own = both('', names(bound('staging')));
    expect(call([staging], [...own, ...unfinished]).verdict).toBe('pass');
    expect(call([staging, production], [...own, ...unfinished]).verdict).toBe('undecided');
  });
});

describe('--environment', () => {
  const execution = contract('execution-role', 'execution-role', writtenOut('staging', 'staging'));
  const wrong = contract('execution-role', 'x', writtenOut('staging', 'production'));

  test('says which a written-out name is of', () => {
    expect(call([stagingPlan], [execution], { coverAll: 'stacks', given: { environment: 'staging' } }).verdict).toBe(
      'pass',
    );
    const other = call([stagingPlan], [wrong], { coverAll: 'stacks', given: { environment: 'staging' } });
    expect(other.verdict).toBe('undecided');
    expect(notFor(other)).toEqual(['x: production']);
  });
});

describe('lines and pairs for some environments', () => {
  const user = 'legacy-ftp';
  interface Sample {
    name: string;
    environments: unknown;
    pairs: { userName: string; environments?: readonly string[] }[];
    identity: { resources: string[]; environments?: readonly string[] }[];
  }
  const onlyIn =
    (...environments: readonly string[]): Edit =>
    (one: Sample) => {
      one.environments = [bound('staging'), bound('production')];
      if (one.name !== 'execution-role') return;
      for (const pair of one.pairs) if (pair.userName === user) pair.environments = environments;
      for (const line of [...one.identity]) {
        const own = line.resources.filter((resource) => resource.includes(user));
        if (own.length === 0) continue;
        line.resources = line.resources.filter((resource) => !resource.includes(user));
        one.identity.push({ ...line, resources: own, environments });
      }
    };

  test('count in these', () => {
    const report = call([staging, production], both('', onlyIn('staging', 'production')));
    expect(verdicts(report)).toEqual(['pass', 'pass']);
  });

  test('and in no other: a user of staging is outside in production', () => {
    const report = call([staging, production], both('', onlyIn('staging')));
    expect(verdicts(report)).toEqual(['pass', 'fail']);
    const rules = report.checks[1]?.findings.map(({ rule }) => rule);
    expect(rules).toEqual(expect.arrayContaining(['bound-pairs', 'grants-inside-contract']));
  });

  test('a list of which nothing is left allows nothing', () => {
    const none = both('', (one) => {
      onlyIn('production')(one);
      if (one.name === 'execution-role') for (const pair of one.pairs) pair.environments = ['production'];
    });
    expect(call([staging], none).verdict).toBe('fail');
  });

  test('are numbered as in the contract', () => {
    const limited = both('', (one: Sample) => {
      one.environments = [bound('staging'), bound('production')];
      if (one.name !== 'execution-role') return;
      one.identity = [{ ...one.identity[1], resources: ['*'], environments: ['production'] }, ...one.identity];
    });
    const stack = sampleStack();
    editPolicy(stack, ({ Statement }: { Statement: { Condition?: unknown }[] }) => delete Statement.at(-1)?.Condition);
    const pointers = call([inputOf('staging', undefined, { from: stack })], limited).checks[0]?.findings.flatMap(
      ({ rule, place }) => (rule === 'grants-inside-contract' ? place.contractPointer : []),
    );
    expect(pointers).toEqual(['/identity/3']);
  });

  test('trust and uses can be limited as well', () => {
    const limited = both('', (one) => {
      one.environments = [bound('staging'), bound('production')];
      one.trust.environments = ['production'];
      one.uses[0].environments = ['production'];
    });
    const report = call([staging, production], limited);
    expect(verdicts(report)).toEqual(['fail', 'pass']);
    expect(report.checks[0]?.findings.map(({ rule }) => rule)).toEqual(
      expect.arrayContaining(['trust', 'only-named-uses']),
    );
  });

  test('need to know the environment', () => {
    const edit: Edit = (one) => {
      writtenOut('staging')(one);
      delete one.environments;
      one.identity[0].environments = ['staging'];
    };
    const contracts = both('', edit);
    const unknown = call([staging], contracts);
    expect(unknown.verdict).toBe('undecided');
    expect(messages(unknown, 'undecided')).toContainEqual(
      expect.stringContaining('the role "keyturn-staging-execution" is not the subject of'),
    );
    expect(call([staging], contracts, { given: { environment: 'staging' } }).verdict).toBe('pass');
    expect(call([staging], contracts, { given: { environment: 'other' } }).verdict).toBe('fail');
  });
});

test.each<[string, Edit, string]>([
  ['no account', (c) => (c.environments = [{ name: 'staging' }]), 'environments[0].account: is missing'],
  [
    'an account that is none',
    (c) => (c.environments = [{ name: 'staging', account: '1' }]),
    'environments[0].account: "1" is not an account; it has 12 digits, such as "111122223333"',
  ],
  [
    'a region that is none',
    (c) => (c.environments = [{ ...bound('staging'), region: '*' }]),
    'environments[0].region: "*" is not a region; write it as "eu-central-1"',
  ],
  [
    'a name of a pattern',
    (c) => (c.environments = [{ ...bound('staging'), name: 'sta*' }]),
    'environments[0].name: "sta*" is not the name of an environment; write it as "staging"',
  ],
  ['a number', (c) => (c.environments = [1]), 'environments[0]: must be a text, not 1'],
  [
    'a line for another environment',
    (c) => ((c.environments = ['staging']), (c.identity[0].environments = ['prod'])),
    'identity[0].environments[0]: "prod" is not an environment of this contract; staging is',
  ],
  [
    'a pair for no environment',
    (c) => (c.pairs[0].environments = []),
    'pairs[0].environments: is empty; must have at least one',
  ],
])('%s is refused', (_, edit, line) => {
  expect(() => contract('execution-role', 'x', edit)).toThrow(line);
});
