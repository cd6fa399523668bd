/* eslint-disable @typescript-eslint/no-unsafe-return, @typescript-eslint/no-unsafe-call --
   a row reaches anywhere into untyped JSON */
import { check, readContract } from '../../src/checks';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { readModel } from '../../src/inputs';
import { formats } from '../../src/report';
import { rotate, scenarioOf, type Scenario } from '../../src/simulator';
import { deploymentFrom } from '../../src/terraform';
import { asTemplate, buildWorkflow } from '../../src/workflow';
import { contractJson, digest, judge, sampleContracts, spoken, type Loose } from '../checks/sample';
import { environmentWith, userWith } from '../infrastructure/environment';
import { resourceAt, stackOf } from '../infrastructure/synthesised';
import { plain as plainPrinting } from '../report/report-on';

/**
 * The mail of a success with a template of SES:
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendTemplatedEmail.html
 */

const topic = 'arn:aws:sns:eu-central-1:111122223333:alerts';
const plain = environmentWith({
  name: 'staging',
  users: [userWith({ name: 'ci-deployer', path: '/ci/' })],
});
const templated = environmentWith({
  ...plain,
  notification: {
    ...plain.notification,
    configurationSet: 'rotations',
    template: { failureTopicArn: topic },
    htmlBody: '<style>p {{ margin: 0 }}</style><p>{userName}: {accessKeyId} in {secretName}. {previousKey}</p>',
    textBody: '{userName} at {time}',
  },
});

const synthesised = (environment: typeof plain): Loose =>
  stackOf(environment, buildWorkflow(workflowOptions(environment)));
const modelOf = (stack: Loose) => readModel(JSON.stringify(stack), 'cdk.tf.json');
const scenario = (stack: Loose): Scenario => scenarioOf(deploymentFrom(modelOf(stack)), { keys: 1 });
const stack = synthesised(templated);

const line = {
  actions: ['ses:SendTemplatedEmail'],
  resources: [
    'arn:${partition}:ses:${region}:${account}:identity/key-rotation@example.com',
    'arn:${partition}:ses:${region}:${account}:identity/example.com',
    'arn:${partition}:ses:${region}:${account}:configuration-set/rotations',
    'arn:${partition}:ses:${region}:${account}:template/keyturn-${environment}-rotated',
  ],
  conditions: [
    { key: 'ses:FromAddress', operator: 'StringEqualsIfExists', values: ['key-rotation@example.com'] },
    { key: 'ses:Recipients', operator: 'ForAllValues:StringLike', values: ['team@example.com'], mayBeAbsent: true },
  ],
};

/** The contracts of the sample, for one user, with or without the line for the sixth action. */
function contractsWith(...lines: object[]) {
  const contract = contractJson('execution-role');
  contract.pairs = [{ userName: 'ci-deployer', secretName: 'ci-deployer/aws' }];
  contract.identity = [
    { actions: ['iam:ListAccessKeys', 'iam:CreateAccessKey', 'iam:DeleteAccessKey'], resources: ['arn:aws:iam::111122223333:user/ci/ci-deployer'] },
    { actions: ['secretsmanager:UpdateSecret'], resources: ['arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci-deployer/aws-??????'] },
    { actions: ['ses:SendEmail'], resources: line.resources.slice(0, 3), conditions: [{ ...line.conditions[0], operator: 'StringEquals' }, line.conditions[1]] },
    ...lines,
  ]; // prettier-ignore
  const ours = readContract(JSON.stringify(contract), 'policies/execution-role.json');
  return [ours, ...sampleContracts.slice(1)];
}

function judged(input: Loose, ...lines: object[]) {
  return judge(input, contractsWith(...lines));
}

it('is off unless the settings ask for it', () => {
  expect(Object.keys(synthesised(plain).resource)).not.toContain('aws_ses_template');
  expect(JSON.stringify(synthesised(plain))).not.toContain('TemplatedEmail');
});

it('makes the template, its report of failures, and one statement more', () => {
  expect(resourceAt(stack, 'aws_ses_template.rotated')).toMatchObject({
    name: 'keyturn-staging-rotated',
    subject: 'Access key of {{userName}} rotated',
    html: '<style>p { margin: 0 }</style><p>{{userName}}: {{accessKeyId}} in {{secretName}}. {{previousKey}}</p>',
    text: '{{userName}} at {{time}}',
  });
  expect(resourceAt(stack, 'aws_ses_event_destination.unrendered')).toMatchObject({
    configuration_set_name: 'rotations',
    matching_types: ['renderingFailure'],
    sns_destination: { topic_arn: topic },
  });
  expect(resourceAt(stack, 'aws_sfn_state_machine.rotation')['depends_on']).toContain('aws_ses_template.rotated');
  const sids = (one: Loose): unknown[] =>
    JSON.parse(one.resource.aws_iam_role_policy.execution.policy).Statement.map(({ Sid }: Loose) => Sid);
  expect(sids(stack)).toEqual([...sids(synthesised(plain)), 'NotifyWithTemplate']);
});

it('passes with a contract that allows the sixth action, and the report says so', () => {
  const result = judged(stack, line);
  expect(spoken(result)).toEqual([]);
  expect(result.verdict).toBe('pass');
  expect(result.notes).toEqual([expect.stringContaining('a sixth action, ses:SendTemplatedEmail')]);
});

it.each(
  Object.entries(formats).flatMap(([name, format]) => [true, false].map((verbose) => ({ name, format, verbose }))),
)('is said by the format $name, verbose or not ($verbose)', async ({ format, verbose }) => {
  const report = check([modelOf(stack)], contractsWith(line), { today: '2026-11-23', coverAll: 'always', digest });
  const { print } = await format.load();
  expect(print(report, { ...plainPrinting, verbose })).toContain('a sixth action, ses:SendTemplatedEmail');
});

it('fails with a contract of five actions', () => {
  expect(spoken(judged(stack))).toEqual(expect.arrayContaining(['grants-inside-contract fail', 'five-calls fail']));
});

it.each<[string, (statement: Loose) => void]>([
  ['without the condition', (statement) => delete statement.Condition.StringEqualsIfExists],
  ['with another sender', (statement) => (statement.Condition.StringEqualsIfExists['ses:FromAddress'] = 'x@example.com')],
  ['with every template', (statement) => statement.Resource.push('arn:aws:ses:eu-central-1:111122223333:template/*')],
])('fails %s', (_, edit) => {
  const changed = structuredClone(stack);
  const policy = JSON.parse(changed.resource.aws_iam_role_policy.execution.policy);
  edit(policy.Statement.at(-1));
  changed.resource.aws_iam_role_policy.execution.policy = JSON.stringify(policy);
  expect(spoken(judged(changed, line))).toContain('grants-inside-contract fail');
}); // prettier-ignore

describe('in the embedded AWS', () => {
  const withMail = (one: Scenario, change: object): Scenario => {
    const { account } = one.world;
    return { ...one, world: { ...one.world, account: { ...account, mail: { ...account.mail, ...change } } } };
  };
  const before = scenario(stack);

  it.each(['apply', 'are absent'] as const)('sends the mail if the keys of mails %s', (templatedMailKeys) => {
    const { account } = before.world;
    const readings = { ...account.readings, templatedMailKeys };
    const { ended, world } = rotate({ ...before, world: { ...before.world, account: { ...account, readings } } });
    expect(ended.status).toBe('SUCCEEDED');
    expect(world.mails).toMatchObject([
      {
        from: 'Key rotation <key-rotation@example.com>',
        subject: 'Access key of ci-deployer rotated',
        html: expect.stringMatching(
          /^<style>p \{ margin: 0 \}<\/style><p>ci-deployer: AKIA\w{16} in ci-deployer\/aws\. The previous key, AKIA\w{16}, is deleted .*<\/p>$/,
        ),
        configurationSet: 'rotations',
      },
    ]);
  });

  it('ends as a failure, with a mail of it, without the template', () => {
    const { ended, world } = rotate(withMail(before, { templates: [] }));
    expect(ended).toMatchObject({ status: 'FAILED', error: 'RotatedNobodyTold' });
    expect(world.mails).toHaveLength(1);
  });

  it('accepts a mail that cannot be rendered, and never sends it', () => {
    const templates = before.world.account.mail.templates.map((one) => ({ ...one, text: '{{nobody}}' }));
    const { ended, world } = rotate(withMail(before, { templates }));
    expect([ended.status, world.mails]).toEqual(['SUCCEEDED', []]);
  });
});

it.each([
  ['{userName}', '{{userName}}'],
  ['a {{ b }} c', 'a { b } c'],
  ['{userName} {other}', '{{userName}} {other}'],
  ['{{{userName}}}', undefined],
  ['{userName}{userName}', '{{userName}}{{userName}}'],
  ['}}}}', undefined],
])('writes %s as %s in a template', (text, template) => {
  expect(asTemplate(text, ['userName'])).toBe(template);
});
