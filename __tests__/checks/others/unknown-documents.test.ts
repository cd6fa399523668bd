import { draftContract, readContract, type CheckOptions } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { digest, spoken, type Loose } from '../sample';
import { planOf } from './planned';
import { allow, contractOf, document, judgeStranger, stackOf } from './stranger';

/** Documents that a plan does not know before the apply: a person reads them, and the hash pins what the plan shows. */
const table = 'aws_dynamodb_table.orders';
const reads = { actions: ['dynamodb:GetItem'], resources: ['arn:aws:dynamodb:eu-west-1:111122223333:table/orders'] };
const source = 'registry.terraform.io/hashicorp/aws';

/** The plan of a role whose policy names a table by its ARN. */
function openPlan(edit: (plan: Loose) => void = () => undefined): Loose {
  const policy = document(allow('dynamodb:GetItem', `\${${table}.arn}`));
  const stack = stackOf([], { aws_dynamodb_table: { orders: { name: 'orders' } } });
  stack.resource.aws_iam_role_policy.worker.policy = policy;
  const plan = planOf(stack);
  edit(plan);
  return plan;
}

/** The plan of a role whose trust policy is a data source that is read in the apply. */
function openTrust(edit: (data: Loose, plan: Loose) => void = () => undefined): Loose {
  const plan = planOf(stackOf([allow('s3:GetObject', 'arn:aws:s3:::reports/*')]));
  const address = 'data.aws_iam_policy_document.trust';
  const named = { address, mode: 'data', type: 'aws_iam_policy_document', name: 'trust', provider_name: source };
  const statement = (identifiers: object) => ({
    actions: ['sts:AssumeRoleWithWebIdentity'],
    principals: [identifiers],
  });
  const change = {
    actions: ['read'],
    before: null,
    after: { statement: [statement({ type: 'Federated', identifiers: [null] })] },
    after_unknown: { json: true, statement: [{ actions: [false], principals: [{ identifiers: [true] }] }] },
  };
  changesOf(plan).push({ ...named, change });
  const references = ['aws_iam_openid_connect_provider.ci.arn', 'aws_iam_openid_connect_provider.ci'];
  blocksOf(plan).push({
    ...{ ...named, provider_name: undefined, provider_config_key: 'aws' },
    expressions: {
      statement: [
        {
          actions: { constant_value: ['sts:AssumeRoleWithWebIdentity'] },
          principals: [{ type: { constant_value: 'Federated' }, identifiers: { references } }],
        },
      ],
    },
  });
  const role = changesOf(plan).find(({ type }) => type === 'aws_iam_role') ?? {};
  delete role.change.after.assume_role_policy;
  role.change.after_unknown.assume_role_policy = true;
  const block = blocksOf(plan).find(({ type }) => type === 'aws_iam_role') ?? {};
  block.expressions.assume_role_policy = { references: [`${address}.json`, address] };
  edit(change, plan);
  return plan;
}

const changesOf = (plan: Loose): Loose[] => plan.resource_changes as Loose[];
const blocksOf = (plan: Loose): Loose[] => plan.configuration.root_module.resources as Loose[];
const ofPolicy = (plan: Loose): Loose => changesOf(plan).find(({ type }) => type === 'aws_iam_role_policy') ?? {};

const contract = (...unknownDocuments: readonly object[]): Loose =>
  contractOf([reads, { actions: ['s3:GetObject'], resources: ['arn:aws:s3:::reports/*'] }], {
    ...{ subject: { role: 'worker' }, uses: [] },
    ...(unknownDocuments.length === 0 ? {} : { unknownDocuments }),
  });

const judged = (plan: Loose, own: Loose, options: Partial<CheckOptions> = {}) => judgeStranger(plan, own, options);

/** The entry that the finding prints, with a decision. */
function entryFor(plan: Loose, more: object = {}): object {
  const [, text = '[]'] = judged(plan, contract()).findings.flatMap(
    ({ remedy }) => /"unknownDocuments": (\[.*\])\.$/.exec(remedy) ?? [],
  );
  const [entry] = JSON.parse(text) as object[];
  return { ...entry, reason: 'It reads one table.', owner: 'platform', expires: '2027-01-31', ...more };
}

describe.each([
  ['a policy', 'grants-inside-contract', 'policy of aws_iam_role_policy.worker', openPlan],
  ['a trust policy', 'trust', 'assume_role_policy of aws_iam_role.worker', openTrust],
] as const)('%s', (_, rule, what, plan) => {
  test('is undecided without an entry, and the remedy has the entry', () => {
    expect(spoken(judged(plan(), contract()))).toEqual([`${rule} undecided`]);
    expect(entryFor(plan())).toHaveProperty('shown', expect.stringMatching(/^sha256:[0-9a-f]{64}$/));
  });

  test('passes with it; the report has a note and an assumption', () => {
    const check = judged(plan(), contract(entryFor(plan())));
    expect(check.verdict).toBe('pass');
    expect(check.findings.map((one) => `${one.rule} ${one.verdict}`)).toContain(`${rule} note`);
    expect(check.premises[0]).toBe(
      `${what}, which this plan does not know, allows nothing outside the lines: It reads one table. (platform, until 2027-01-31; contract "worker")`,
    );
  });

  test('--strict does not accept it', () => {
    for (const strict of [true, [rule]])
      expect(judged(plan(), contract(entryFor(plan())), { strict }).verdict).toBe('fail');
  });

  test('expires after its last day', () => {
    const own = contract(entryFor(plan()));
    expect(judged(plan(), own, { today: '2027-01-31' }).verdict).toBe('pass');
    const late = judged(plan(), own, { today: '2027-02-01' });
    expect(spoken(late)).toEqual([`${rule} undecided`]);
    expect(late.findings[0]?.message).toContain('accepted it until 2027-01-31 and has expired');
    expect(late.premises.join()).not.toContain('does not know');
  });

  test('has an entry in its draft, and passes when it is answered', () => {
    const model = readModel(JSON.stringify(plan()), 'plan.json');
    const draft: Loose = draftContract(model, 'worker', {}, '2026-11-23', digest)?.contract;
    expect(draft.unknownDocuments).toHaveLength(1);
    expect(judged(plan(), draft).verdict).toBe('undecided');
    const answered = JSON.parse(JSON.stringify(draft).replaceAll('TODO', 'decided'));
    expect(judged(plan(), answered).verdict).toBe('pass');
    expect(draftContract(model, 'worker', {}, '2026-11-23')?.contract).not.toHaveProperty('unknownDocuments');
  });
});

/** The attacks: an entry is about one document, as the plan shows it, of something that does not exist yet. */
test.each<[string, (plan: Loose) => void]>([
  [
    'a policy that is known',
    (plan) => {
      ofPolicy(plan).change.after.policy = document(allow('*'));
      delete ofPolicy(plan).change.after_unknown.policy;
    },
  ],
  [
    'a policy that exists',
    (plan) => {
      ofPolicy(plan).change.actions = ['update'];
      ofPolicy(plan).change.before = { ...ofPolicy(plan).change.after, policy: document(allow('s3:GetObject')) };
    },
  ],
  [
    'a policy that is replaced',
    (plan) => {
      ofPolicy(plan).change.actions = ['delete', 'create'];
      ofPolicy(plan).change.before = { ...ofPolicy(plan).change.after, policy: document(allow('s3:GetObject')) };
    },
  ],
  [
    'a policy made from something else',
    (plan) => {
      const block = blocksOf(plan).find(({ type }) => type === 'aws_iam_role_policy') ?? {};
      block.expressions.policy = { references: ['aws_s3_bucket.other.arn', 'aws_s3_bucket.other'] };
    },
  ],
  [
    'a policy made from one more thing',
    (plan) => {
      const block = blocksOf(plan).find(({ type }) => type === 'aws_iam_role_policy') ?? {};
      block.expressions.policy.references = [...(block.expressions.policy.references as string[]), 'var.more'];
    },
  ],
  [
    'a sensitive policy',
    (plan) => {
      ofPolicy(plan).change.after_sensitive = { policy: true };
    },
  ],
  [
    'a second policy',
    (plan) => {
      const copy = (one: Loose): Loose =>
        JSON.parse(JSON.stringify(one).replaceAll('aws_iam_role_policy.worker', 'aws_iam_role_policy.more'));
      changesOf(plan).push(copy(ofPolicy(plan)));
      blocksOf(plan).push(copy(blocksOf(plan).find(({ type }) => type === 'aws_iam_role_policy') ?? {}));
    },
  ],
  [
    'a policy of a role that is not known',
    (plan) => {
      delete ofPolicy(plan).change.after.role;
      ofPolicy(plan).change.after_unknown.role = true;
    },
  ],
])('an entry does not let %s pass', (_, edit) => {
  expect(judged(openPlan(edit), contract(entryFor(openPlan()))).verdict).not.toBe('pass');
});

const federated = {
  actions: ['sts:AssumeRoleWithWebIdentity'],
  principals: [{ type: 'Federated', identifiers: [null] }],
};
const everybody = { type: 'AWS', identifiers: ['*'] };

test.each<[string, object]>([
  ['another action', { statement: [{ ...federated, actions: ['sts:AssumeRole'] }] }],
  ['one more principal', { statement: [{ ...federated, principals: [...federated.principals, everybody] }] }],
  ['one more statement', { statement: [federated, { actions: ['*'] }] }],
  ['another document in it', { source_policy_documents: [document(allow('*'))] }],
])('an entry does not let a data source with %s pass', (_, more) => {
  const edit = ({ after }: Loose): void => void Object.assign(after as object, more);
  const check = judged(openTrust(edit), contract(entryFor(openTrust())));
  expect(check.verdict).not.toBe('pass');
  expect(check.findings[0]?.message).toContain('is about what the plan showed of it before, which has changed');
});

test('an entry has no effect in an input that deploys a rotation', () => {
  const plan = openPlan((whole) => {
    const copy = (one: Loose): Loose => JSON.parse(JSON.stringify(one).replaceAll('worker', 'second'));
    const roles = ({ type }: Loose): boolean => type === 'aws_iam_role' || String(type).endsWith('_exclusive');
    changesOf(whole).push(...changesOf(whole).filter(roles).map(copy));
    blocksOf(whole).push(...blocksOf(whole).filter(roles).map(copy));
  });
  const own = contract(entryFor(openPlan()));
  const other = { ...contract(), name: 'other', subject: { role: 'second' } };
  const worker = (pairs: object) =>
    judged(plan, [own, { ...other, ...pairs }]).findings.filter(
      ({ place, verdict }) => place.address === 'aws_iam_role_policy.worker' && verdict === 'undecided',
    );
  expect(worker({})).toEqual([]);
  expect(worker({ pairs: [{ userName: 'ci', secretName: 'ci/aws' }] })).toHaveLength(1);
});

test('a contract of a rotation has no such entry', () => {
  const rotation = { ...contract(entryFor(openPlan())), pairs: [{ userName: 'ci', secretName: 'ci/aws' }] };
  expect(() => readContract(JSON.stringify(rotation), 'contract.json')).toThrow(
    /unknownDocuments: is not for a contract with "pairs"/,
  );
});

test('a role whose lines let it change itself fails, because the document may say so', () => {
  const own = contract(entryFor(openPlan()));
  own.identity = [reads, { actions: ['iam:PutRolePolicy'], resources: ['*'] }];
  expect(spoken(judged(openPlan(), own))).toContain('who-can-change-the-role fail');
});

test.each<[string, object, RegExp]>([
  ['every address', { address: 'aws_iam_role.*' }, /must be the address of one resource/],
  ['another attribute', { attribute: 'inline_policy' }, /must be "policy" or "assume_role_policy"/],
  ['a text that is not a hash', { shown: 'yes' }, /is not the hash of what a plan shows/],
  ['an entry without a last day', { expires: undefined }, /expires: is missing/],
])('the reader refuses %s', (_, more, words) => {
  expect(() => readContract(JSON.stringify(contract(entryFor(openPlan(), more))), 'contract.json')).toThrow(words);
});
