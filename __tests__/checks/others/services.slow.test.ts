/* eslint-disable @typescript-eslint/no-unsafe-call -- an edit reaches anywhere into untyped JSON */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { check, draftContract, readContract, type Report } from '../../../src/checks';
import { readModel } from '../../../src/inputs';
import { digest, type Loose } from '../sample';
import { allow, document } from './stranger';

/**
 * A plan that Terraform 1.11 made of the configuration next to it: the roles of common modules and services, with OIDC, boundaries, integrations and
 * state machines. Made with a server in place of Step Functions that accepts every definition; its address was removed from the plan.
 */
const text = readFileSync(join(__dirname, '../../fixtures/strangers/services/plan.json'), 'utf8');
const given = { account: '111122223333', region: 'eu-west-1' };

/** The lines that a person writes for a policy that only the apply knows. */
const written: Readonly<Record<string, readonly object[]>> = {
  dist: [
    {
      actions: ['s3:ListBucket', 's3:GetObject'],
      resources: ['arn:aws:s3:::lake-111122223333', 'arn:aws:s3:::lake-111122223333/*'],
    },
    { actions: ['states:StartExecution'], resources: ['arn:aws:states:eu-west-1:111122223333:stateMachine:dist'] },
    { actions: ['lambda:InvokeFunction'], resources: ['arn:aws:lambda:eu-west-1:111122223333:function:resize'] },
  ],
};

const roles = [
  ...['irsa', 'nodes', 'lambda', 'github', 'datadog', 'audit', 'bounded'],
  ...['nested', 'jsonata', 'dist', 'events', 'pipe'],
];

function contractFor(role: string): string {
  const draft: Loose = draftContract(
    readModel(text, 'plan.json'),
    `aws_iam_role.${role}`,
    given,
    '2026-11-23',
    digest,
  )?.contract;
  const lines = [...draft.identity, ...(written[role] ?? []).map((line) => ({ ...line, reason: 'decided' }))];
  return JSON.stringify({ ...draft, identity: lines })
    .replaceAll('TODO: the last day', '2027-01-31')
    .replaceAll('TODO', 'decided');
}

function judged(plan: string, role: string): Report {
  const options = { today: '2026-11-23', coverAll: 'stacks', digest, given } as const;
  return check([readModel(plan, 'plan.json')], [readContract(contractFor(role), 'policies/role.json')], options);
}

test.each(roles)('aws_iam_role.%s passes its own draft', (role) => {
  const { verdict, checks } = judged(text, role);
  expect(checks.flatMap(({ findings }) => findings).filter((one) => one.verdict !== 'note')).toEqual([]);
  expect(verdict).toBe('pass');
});

/** A resource more. `refers` are the arguments that are made from the role: the plan does not know them. */
function added(plan: Loose, type: string, after: Loose, refers: Loose = {}): void {
  const at = { address: `${type}.more`, mode: 'managed', type, name: 'more' };
  const named = { ...at, provider_name: 'registry.terraform.io/hashicorp/aws' };
  const unknown = Object.fromEntries(['id', ...Object.keys(refers)].map((name) => [name, true]));
  plan.planned_values.root_module.resources.push({ ...named, values: after });
  plan.resource_changes.push({
    ...named,
    change: { actions: ['create'], before: null, after, after_unknown: unknown, after_sensitive: {} },
  });
  const constants = Object.entries(after).map(([name, value]) => [name, { constant_value: value }]);
  plan.configuration.root_module.resources.push({
    ...{ ...at, provider_config_key: 'aws' },
    expressions: { ...Object.fromEntries(constants), ...refers },
  });
}

function edited(plan: Loose, address: string, values: Loose): void {
  const planned = [...plan.planned_values.root_module.resources].find((one: Loose) => one.address === address);
  const { change } = [...plan.resource_changes].find((one: Loose) => one.address === address);
  planned.values = { ...planned.values, ...values };
  change.after = { ...change.after, ...values };
  const unknown = Object.entries(change.after_unknown).filter(([name]) => !Object.hasOwn(values, name));
  change.after_unknown = Object.fromEntries(unknown);
}

const referTo = (role: string, attribute: string): Loose => ({
  references: [`aws_iam_role.${role}.${attribute}`, `aws_iam_role.${role}`],
});
const wide = document(allow(['iam:CreateUser', 's3:*']));
const everybody = document({ ...allow('kms:*'), Principal: { AWS: '*' } });
const stranger = document({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '999988887777' } });

/** The attacks: after the draft, each gives the role a right more, or lets somebody else use it. */
const attacks: Readonly<Record<string, (plan: Loose, role: string) => void>> = {
  'a policy more': (plan, role) =>
    added(plan, 'aws_iam_role_policy', { name: 'more', policy: wide }, { role: referTo(role, 'name') }),
  'an attachment more': (plan, role) =>
    added(
      plan,
      'aws_iam_policy_attachment',
      { name: 'more', policy_arn: 'arn:aws:iam::aws:policy/PowerUserAccess' },
      { roles: referTo(role, 'name') },
    ),
  'a policy inside the role': (plan, role) =>
    edited(plan, `aws_iam_role.${role}`, { inline_policy: [{ name: 'more', policy: wide }] }),
  'a key for everybody': (plan) => added(plan, 'aws_kms_key', { policy: everybody }),
  'a grant of a key': (plan, role) =>
    added(
      plan,
      'aws_kms_grant',
      { key_id: '1234', operations: ['Decrypt'] },
      { grantee_principal: referTo(role, 'arn') },
    ),
  'a trust of another account': (plan, role) => edited(plan, `aws_iam_role.${role}`, { assume_role_policy: stranger }),
  'a use more': (plan, role) =>
    added(
      plan,
      'aws_lambda_function',
      { function_name: 'more', package_type: 'Image', image_uri: 'a' },
      { role: referTo(role, 'arn') },
    ),
};

describe.each(Object.entries(attacks))('%s', (_, attack) => {
  test.each(roles)('does not pass the draft of aws_iam_role.%s', (role) => {
    const plan: Loose = JSON.parse(text);
    attack(plan, role);
    expect(judged(JSON.stringify(plan), role).verdict).not.toBe('pass');
  });
});

test.each(['nested', 'jsonata', 'dist'])(
  'a call more of the machine %s does not pass the draft of its role',
  (name) => {
    const plan: Loose = JSON.parse(text);
    const machine = [...plan.resource_changes].find((one: Loose) => one.address === `aws_sfn_state_machine.${name}`);
    const { StartAt: first, States: states, ...rest } = JSON.parse(machine.change.after.definition);
    const more = { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:iam:createUser', Next: first };
    const definition = JSON.stringify({ ...rest, StartAt: 'More', States: { More: more, ...states } });
    edited(plan, machine.address, { definition });
    expect(judged(JSON.stringify(plan), name).verdict).not.toBe('pass');
  },
);
