import { InputError } from '../../src/input-error';
import { addAccessKey, addSecret, addUser, createWorld, type World, type WorldOptions } from '../../src/simulator';
import { runExecution, type RunOptions } from './run-executions';
import type { Json, JsonObject } from '../../src/json';
import type { StateMachineDefinition } from '../../src/asl';

export const place = { partition: 'aws', region: 'eu-central-1', accountId: '111122223333' };
export const now = Date.UTC(2026, 0, 5, 3);
export const day = 24 * 3600 * 1000;

export const userName = 'ci-deployer';
export const secretName = 'ci/deployer';
export const input = { userName, secretName };

const userArn = 'arn:aws:iam::111122223333:user/ci/ci-deployer';

/** The five actions, as narrowly as the published workflow needs them. */
export function statements(): JsonObject[] {
  return [
    { Effect: 'Allow', Action: 'iam:ListAccessKeys', Resource: userArn },
    { Effect: 'Allow', Action: 'iam:DeleteAccessKey', Resource: userArn },
    { Effect: 'Allow', Action: 'iam:CreateAccessKey', Resource: userArn },
    {
      Effect: 'Allow',
      Action: 'secretsmanager:UpdateSecret',
      Resource: 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:ci/deployer-??????',
    },
    {
      Effect: 'Allow',
      Action: 'ses:SendEmail',
      Resource: 'arn:aws:ses:eu-central-1:111122223333:identity/example.com',
      Condition: {
        StringEquals: { 'ses:FromAddress': 'rotation@example.com' },
        'ForAllValues:StringLike': { 'ses:Recipients': ['admins@example.com'] },
      },
    },
  ];
}

export function policyOf(allowed: readonly JsonObject[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: allowed });
}

export const everything = policyOf([{ Effect: 'Allow', Action: '*', Resource: '*' }]);

/** One user with a number of active keys, the newest of them in the secret. */
export function worldWith(keys: number, options: Partial<WorldOptions> = {}): World {
  let world = addUser(createWorld({ ...place, mail: { identities: ['example.com'] }, ...options }), userName, '/ci/');
  let held: string | undefined;
  for (let index = 0; index < keys; index++) {
    const [next, key] = addAccessKey(world, userName, { createdAt: now - (keys - index) * 90 * day });
    world = next;
    held = JSON.stringify({ UserName: userName, AccessKeyId: key.id, SecretAccessKey: key.secret, Status: 'Active' });
  }
  return addSecret(world, secretName, held, now - 90 * day);
}

export const mail = {
  Source: 'rotation@example.com',
  Destination: { ToAddresses: ['admins@example.com'] },
  Message: {
    Subject: { Data: 'Keys rotated', Charset: 'UTF-8' },
    Body: { Html: { Data: '<p>Keys were rotated.</p>', Charset: 'UTF-8' } },
  },
};

/** The chain of the article "IAM Credentials Rotation Automation with Step Functions" (2022). */
export const published: StateMachineDefinition = {
  StartAt: 'ListAccessKeys',
  States: {
    ListAccessKeys: task('iam:listAccessKeys', { 'UserName.$': '$.userName' }, 'listAccessKey', 'DeleteAccessKey'),
    DeleteAccessKey: task(
      'iam:deleteAccessKey',
      { 'AccessKeyId.$': '$.listAccessKey.AccessKeyMetadata[0].AccessKeyId', 'UserName.$': '$.userName' },
      'deleteAccessKey',
      'CreateAccessKey',
    ),
    CreateAccessKey: task('iam:createAccessKey', { 'UserName.$': '$.userName' }, 'createAccessKey', 'UpdateSecret'),
    UpdateSecret: task(
      'secretsmanager:updateSecret',
      { 'SecretId.$': '$.secretName', 'SecretString.$': 'States.JsonToString($.createAccessKey.AccessKey)' },
      'updateSecret',
      'SendEmail',
    ),
    SendEmail: task('ses:sendEmail', mail, 'sendEmail'),
  },
};

function task(api: string, parameters: JsonObject, result: string, next?: string) {
  return {
    Type: 'Task' as const,
    Resource: `arn:aws:states:::aws-sdk:${api}`,
    Parameters: parameters,
    ResultPath: `$.${result}`,
    ...(next === undefined ? { End: true as const } : { Next: next }),
  };
}

/** A definition of one state that ends. */
export function only(state: JsonObject): string {
  return JSON.stringify({ StartAt: 'Only', States: { Only: state } });
}

export function definitionOf(states: Record<string, Json>, startAt = Object.keys(states)[0] ?? ''): string {
  return JSON.stringify({ StartAt: startAt, States: states });
}

/** Runs a definition under a role that may do everything; the world has one user with one key unless another is given. */
export function runDefinition(definition: string, data: Json = {}, options: Partial<RunOptions> = {}) {
  return runExecution({ definition, rolePolicies: [everything], input: data, world: worldWith(1), ...options });
}

/** What a path or an intrinsic function yields on an input: the value, or the name of the error. */
export function valueOf(expression: string, data: Json): Json | undefined {
  const { status, output, error } = runDefinition(
    only({ Type: 'Pass', Parameters: { 'x.$': expression }, End: true }),
    data,
  );
  if (status !== 'SUCCEEDED') return error;
  return typeof output === 'object' && output !== null && 'x' in output ? output.x : undefined;
}

/** The lines of the InputError that something throws. */
export function problemsOf(run: () => unknown): readonly string[] {
  try {
    run();
  } catch (problem) {
    if (problem instanceof InputError) return problem.lines;
    throw problem;
  }
  return [];
}
