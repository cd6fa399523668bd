/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- a stack is put together from untyped JSON */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readContract, type Contract } from '../../src/checks';
import { executionPolicy, executionTrust } from '../../src/infrastructure/documents';
import { jsonLiteral } from '../../src/infrastructure/literal';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { parseSettings, type EnvironmentSettings } from '../../src/settings';
import { buildWorkflow } from '../../src/workflow';
import { policies, wholeStack, type Loose } from '../checks/sample';

/** The sample as a stack of several shards: machines, roles and policies with `for_each` over a local. */
interface Sharded {
  readonly stack: Loose;
  readonly contracts: readonly Contract[];
}

const place = 'eu-central-1:111122223333';
const suffixOf = (shard: string): string => (shard === '00' ? '' : `-${shard}`);
const usersOfPolicy = 30;

const shardName = (index: number): string => String(index).padStart(2, '0');
export const userName = (index: number): string => `user-${String(index).padStart(5, '0')}`;

function settings(users: number, nameOf: (index: number) => string): EnvironmentSettings {
  const { keyturn } = JSON.parse(readFileSync(join(policies, '..', 'cdktf.json'), 'utf8')).context;
  const own = Array.from({ length: users }, (_, index) => ({
    name: nameOf(index),
    secretName: `${nameOf(index)}/aws`,
  }));
  const raw = { ...keyturn, environments: keyturn.environments.slice(0, 1), users: own };
  const [environment] = parseSettings(raw, { file: 'cdktf.json', now: new Date('2026-11-30') }).environments;
  if (environment === undefined) throw new Error('no environment');
  return environment;
}

/** Users go to the shards in turn. */
export function sharded(users: number, shards: number, nameOf = userName): Sharded {
  const environment = settings(users, nameOf);
  const rows = environment.users.map((user, index) => ({ user, shard: shardName(index % shards) }));
  const stack = wholeStack();
  const { resource } = stack;
  const locals: Loose = { shards: {}, policies: {}, rotations: {} };
  for (let index = 0; index < shards; index += 1) {
    const shard = shardName(index);
    const own = { ...environment, users: rows.filter((row) => row.shard === shard).map(({ user }) => user) };
    addShard(locals, shard, own);
  }
  const names = Object.keys(locals.shards);
  forEachShard(resource, locals);
  locals.rotations = Object.fromEntries(
    rows.map(({ user, shard }) => [
      user.name,
      {
        ...scheduleRow(resource),
        shard,
        name: user.name,
        input: jsonLiteral({ userName: user.name, secretName: user.secretName }),
      },
    ]),
  );
  const schedules = resource.aws_scheduler_schedule.rotation;
  schedules.for_each = '${local.rotations}';
  schedules.target.arn = '${local.shards[each.value.shard].machine_arn}';
  const machines = names.map((shard) => locals.shards[shard].machine_arn);
  editJson(resource.aws_iam_role_policy.schedule, (policy) => (policy.Statement[0].Resource = machines));
  editJson(resource.aws_iam_role_policy.events, (policy) => (policy.Statement[0].Resource = machines));
  editJson(resource.aws_kms_key.history, (policy) => ofShards(policy, locals));
  stack.locals = locals;
  delete stack.output;
  return { stack, contracts: contractsOf(environment) };
}

function addShard(locals: Loose, shard: string, own: EnvironmentSettings): void {
  const suffix = suffixOf(shard);
  const [machine, role] = [`keyturn-staging${suffix}`, `keyturn-staging-execution${suffix}`];
  const machineArn = `arn:aws:states:${place}:stateMachine:${machine}`;
  const trust = JSON.parse(jsonLiteral(executionTrust(own)));
  trust.Statement[0].Condition.ArnEquals['aws:SourceArn'] = machineArn;
  const [, , ...mail] = executionPolicy(own).Statement;
  const arns: string[] = [];
  for (let from = 0; from < own.users.length; from += usersOfPolicy) {
    const part = { ...own, users: own.users.slice(from, from + usersOfPolicy) };
    const name = `keyturn-staging-execution-${shard}-${from / usersOfPolicy}`;
    const arn = `arn:aws:iam::111122223333:policy/${name}`;
    const [keys, secrets] = executionPolicy(part).Statement;
    const policy = jsonLiteral({ Version: '2012-10-17', Statement: [keys, secrets] });
    locals.policies[`${shard}-${from / usersOfPolicy}`] = { name, role, arn, policy };
    arns.push(arn);
  }
  locals.shards[shard] = {
    machine,
    machine_arn: machineArn,
    role,
    role_arn: `arn:aws:iam::111122223333:role/${role}`,
    trust: JSON.stringify(trust),
    policy: jsonLiteral({ Version: '2012-10-17', Statement: mail }),
    policy_arns: arns,
    definition: jsonLiteral(buildWorkflow({ ...workflowOptions(own), destinationsOfOthers: [] })),
  };
}

function forEachShard(resource: Loose, locals: Loose): void {
  const each = (type: string, members: Loose): void => {
    const lifecycle = { replace_triggered_by: ['aws_iam_role.execution[each.key].unique_id'] };
    const body = resource[type]?.execution ?? {
      '//': { metadata: { path: `keyturn-staging/${type}`, uniqueId: 'execution' } },
    };
    resource[type] = { ...resource[type], execution: { ...body, for_each: '${local.shards}', ...members } };
    if (type !== 'aws_iam_role') resource[type].execution.lifecycle = lifecycle;
  };
  each('aws_iam_role', { name: '${each.value.role}', assume_role_policy: '${each.value.trust}' });
  each('aws_iam_role_policy', {
    name: '${each.value.role}',
    role: '${each.value.role}',
    policy: '${each.value.policy}',
  });
  each('aws_iam_role_policies_exclusive', { role_name: '${each.value.role}', policy_names: ['${each.value.role}'] });
  each('aws_iam_role_policy_attachments_exclusive', {
    role_name: '${each.value.role}',
    policy_arns: '${each.value.policy_arns}',
  });
  const ofPolicies = { for_each: '${local.policies}' };
  resource.aws_iam_policy = {
    execution: { ...ofPolicies, name: '${each.value.name}', policy: '${each.value.policy}' },
  };
  resource.aws_iam_role_policy_attachment = {
    execution: {
      ...ofPolicies,
      role: '${each.value.role}',
      policy_arn: '${each.value.arn}',
      depends_on: ['aws_iam_role.execution', 'aws_iam_policy.execution'],
    },
  };
  resource.aws_sfn_state_machine.rotation = {
    ...resource.aws_sfn_state_machine.rotation,
    for_each: '${local.shards}',
    name: '${each.value.machine}',
    role_arn: '${each.value.role_arn}',
    definition: '${each.value.definition}',
  };
  const target = resource.aws_cloudwatch_event_target.guardduty;
  target.for_each = Object.fromEntries(
    Object.keys(locals.shards).map((shard) => [
      shard,
      { id: `guardduty-${shard}`, arn: locals.shards[shard].machine_arn },
    ]),
  );
  target.target_id = '${each.value.id}';
  target.arn = '${each.value.arn}';
}

function scheduleRow(resource: Loose): Loose {
  const rows = resource.aws_scheduler_schedule.rotation.for_each;
  return typeof rows === 'object' ? Object.values(rows)[0] : {};
}

function editJson(body: Loose, edit: (policy: Loose) => void): void {
  const policy = JSON.parse(body.policy);
  edit(policy);
  body.policy = JSON.stringify(policy);
}

/** One statement for the role of each shard, under the encryption context of its machine. */
function ofShards(policy: Loose, locals: Loose): void {
  const context = 'kms:EncryptionContext:aws:states:stateMachineArn';
  const all: Loose[] = Object.values(locals.shards);
  policy.Statement = policy.Statement.flatMap((statement: Loose) => {
    const conditions = statement.Condition?.StringEquals;
    if (conditions?.[context] === undefined) return [statement];
    if (statement.Sid !== 'ExecutionRole') {
      conditions[context] = all.map((one) => one.machine_arn);
      return [statement];
    }
    return all.map((one, index) => ({
      ...statement,
      Sid: `ExecutionRole${index}`,
      Condition: { StringEquals: { ...conditions, 'aws:PrincipalArn': one.role_arn, [context]: one.machine_arn } },
    }));
  });
}

/** The contracts of the project, for every shard. */
function contractsOf({ users }: EnvironmentSettings): Contract[] {
  const names = [
    ...['alerts-role', 'alerts-topic', 'events-role', 'execution-role', 'history-key', 'missed-starts-queue'],
    ...['schedule-role', 'undelivered-events-queue'],
  ];
  return names.map((name) => {
    const json = JSON.parse(readFileSync(join(policies, `${name}.json`), 'utf8'));
    if (json.pairs !== undefined)
      json.pairs = users.map(({ name: user, secretName }) => ({ userName: user, secretName }));
    return readContract(JSON.stringify(json), `policies/${name}.json`);
  });
}

export function userArn(index: number): string {
  return `arn:aws:iam::111122223333:user/${userName(index)}`;
}

/** The pattern for the secret of a user, which has a suffix of AWS. */
export function secretArn(index: number): string {
  return `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${userName(index)}/aws-??????`;
}
