import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, draftContract, readContract, type CheckOptions, type Report } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { formats } from '../../../src/report';
import { digest, type Loose } from '../sample';

/**
 * A plan that Terraform 1.11 made offline of the configuration next to it: roles as modules make them, none of them closed by an exclusive resource.
 * To make it again: `terraform plan -out plan && terraform show -json plan > plan.json` in that folder.
 */
const text = readFileSync(join(__dirname, '../../fixtures/strangers/plan.json'), 'utf8');
const given = { account: '111122223333', region: 'eu-west-1' };
const rolesOf = (plan: string): string[] =>
  readModel(plan, 'plan.json').resources.flatMap(({ type, mode, address }) =>
    type === 'aws_iam_role' && mode === 'managed' ? [address] : [],
  );

function draftOf(plan: string, role: string): Loose {
  const model = readModel(plan, 'plan.json');
  return draftContract(model, role, given, '2026-11-23')?.contract;
}

const answered = (draft: Loose): string =>
  JSON.stringify(draft).replaceAll('TODO: the last day', '2027-12-31').replaceAll('TODO', 'decided');

function judged(plan: string, contract: string, more: Partial<CheckOptions> = {}): Report {
  const options = { today: '2026-11-23', coverAll: 'stacks', digest, given, ...more } as const;
  return check([readModel(plan, 'plan.json')], [readContract(contract, 'policies/role.json')], options);
}

/** Its policy is made from the ARN of a stream that does not exist yet. */
const undecided = 'aws_iam_role.stream_ref';
const passing = rolesOf(text).filter((address) => address !== undecided);

test('there are at least fifteen', () => {
  expect(passing.length).toBeGreaterThanOrEqual(15);
});

test.each(passing)('%s passes its own draft, in a short report', async (role) => {
  const report = judged(text, answered(draftOf(text, role)));
  expect(report.checks.flatMap(({ findings }) => findings).filter(({ verdict }) => verdict !== 'note')).toEqual([]);
  expect(report.verdict).toBe('pass');
  const { print } = await formats.text.load();
  const facts = () => {
    throw new Error('a text needs no facts');
  };
  const printed = print(report, { colour: false, verbose: false, version: '0', facts });
  const lines = printed.split('\n');
  expect(lines.length).toBeLessThanOrEqual(60);
});

test('a policy that waits for the apply is undecided', () => {
  const report = judged(text, answered(draftOf(text, undecided)));
  expect(report.verdict).toBe('undecided');
  expect(report.checks[0]?.findings.map(({ message }) => message).join()).toContain(
    'aws_dynamodb_table.jobs.stream_arn',
  );
});

test.each(passing)('a draft of %s with a TODO is undecided, and --strict accepts no declaration', (role) => {
  const draft = draftOf(text, role);
  expect(judged(text, JSON.stringify(draft)).verdict).toBe('undecided');
  const isDeclared = draft.noOtherPolicies !== undefined;
  const strict = judged(text, answered(draft), { strict: ['closed-role'] });
  expect(strict.verdict).toBe(isDeclared ? 'fail' : 'pass');
});

const admin = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** The attacks: one attachment more, to every role by its name or its reference. */
function withAttachment(role: string): string {
  const plan: Loose = JSON.parse(text);
  const [type, address] = ['aws_iam_role_policy_attachment', 'aws_iam_role_policy_attachment.evil'];
  const named = { address, mode: 'managed', type, name: 'evil', provider_name: 'registry.terraform.io/hashicorp/aws' };
  const module = role.startsWith('module.');
  const after = { policy_arn: admin };
  const change = { actions: ['create'], before: null, after, after_unknown: { role: true, id: true } };
  (plan.resource_changes as Loose[]).push({ ...named, change });
  const references = module ? [`${(/^module\.\w+/.exec(role) ?? [''])[0]}.name`] : [`${role}.name`, role];
  (plan.configuration.root_module.resources as Loose[]).push({
    ...{ address, mode: 'managed', type, name: 'evil', provider_config_key: 'aws' },
    expressions: { role: { references }, policy_arn: { constant_value: admin } },
  });
  return JSON.stringify(plan);
}

test.each(passing)('the draft of %s does not let administration pass', (role) => {
  expect(judged(withAttachment(role), answered(draftOf(text, role))).verdict).not.toBe('pass');
});
