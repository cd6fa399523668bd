import Ajv from 'ajv';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errorsOf } from '../../../generated/contract-errors';
import { validateContract } from '../../../generated/contract-validator';
import { isArray, isObject, type Json } from '../../../src/json';

const root = join(__dirname, '..', '..', '..');
const read = (file: string): Json => JSON.parse(readFileSync(join(root, file), 'utf8')) as Json;

/** The schema itself, as Ajv reads it at run time. */
const ajv = new Ajv({ strict: false });
const isByTheSchema = ajv.compile(read('schemas/contract.schema.json') as object);

const line = {
  actions: ['iam:ListAccessKeys'],
  resources: ['${pairs.users}'],
  since: '2026-01-31',
  environments: ['a'],
};
const condition = { key: 'aws:ViaAWSService', operator: 'Bool', values: ['false'], mayBeAbsent: true };
const aPerson = { reason: 'a reason', owner: 'a team', expires: '2027-01-31' };
const sha = `sha256:${'0'.repeat(64)}`;

/** A contract with every member that a contract of a role can have. */
const ofRole: Json = {
  version: 1,
  name: 'a',
  description: 'b',
  subject: { machine: 'aws_sfn_state_machine.rotation' },
  environments: ['a', { name: 'b', account: '111122223333', region: 'eu-central-1' }],
  unusedGraceDays: 30,
  resourcePolicies: [
    { address: 'aws_kms_key.a', actions: ['kms:Decrypt'], conditions: [condition] },
    { arn: 'arn:aws:kms:::b', actions: ['kms:*'] },
  ],
  pairs: [{ userName: 'a', secretName: 'b', path: '/c/', reason: 'd', owner: 'e', since: '2026-01-31' }],
  identity: [{ ...line, conditions: [condition], withoutCall: 'a reason' }],
  trust: [
    { service: 'states.amazonaws.com', action: 'sts:AssumeRole', conditions: { 'aws:SourceAccount': '${account}' } },
    { aws: 'a', action: 'sts:TagSession', conditions: [condition] },
  ],
  uses: [
    { machine: 'aws_sfn_state_machine.a' },
    { schedules: 'aws_scheduler_schedule.a' },
    { address: 'aws_lambda_function.a' },
  ],
  acceptedUsers: [
    {
      name: 'a',
      reason: 'b',
      rights: [
        { actions: ['iam:*'], resources: ['*'], conditions: [condition] },
        { managedPolicy: 'arn:aws:iam::aws:policy/ReadOnlyAccess' },
      ],
    },
  ],
  readers: [
    {
      arn: 'arn:aws:iam::111122223333:role/a',
      actions: ['secretsmanager:GetSecretValue'],
      resources: ['a'],
      reason: 'b',
    },
    { service: 'a.amazonaws.com', actions: ['states:TestState'], resources: ['a'], reason: 'b' },
  ],
  managedPolicies: [{ arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess', ...aPerson }],
  noOtherPolicies: [{ address: 'aws_iam_role.a[*]', ...aPerson, expires: 'TODO' }],
  unknownDocuments: [{ address: 'aws_iam_role.a', attribute: 'policy', shown: sha, ...aPerson }],
  exceptions: [{ grant: sha, ...aPerson }],
  ignored: [{ address: 'module.a', provider: 'hashicorp/random', ...aPerson }],
  elsewhere: [{ address: 'aws_iam_role.a', attribute: 'policy', reason: 'b' }],
};
const ofResource: Json = {
  version: 1,
  name: 'a',
  description: 'b',
  subject: { resource: 'aws_sns_topic.a' },
  policy: [
    { service: 'a.amazonaws.com', actions: ['sns:Publish'], conditions: [condition] },
    { aws: 'a', actions: ['sns:Publish'] },
    { federated: 'a', actions: ['sns:Publish'] },
  ],
  ignored: [],
  elsewhere: [],
};

const others: readonly Json[] = [null, true, 0, 1, 1.5, 400, '', ' ', 'a', '${b}', '*', [], [null], [[]], {}, { a: 1 }];

/** Every value that differs from this one in one place. */
function* changed(value: Json): Generator<Json> {
  yield* others;
  if (typeof value === 'string') yield* [`${value}${value}`, `${value}*`, value.slice(1), `${value}\n`];
  if (isArray(value)) {
    for (const [index, item] of value.entries()) {
      yield value.filter((_, other) => other !== index);
      for (const one of changed(item)) yield value.with(index, one);
    }
  }
  if (!isObject(value)) return;
  yield { ...value, unknown: 1 };
  for (const [name, item] of Object.entries(value)) {
    const rest = Object.fromEntries(Object.entries(value).filter(([other]) => other !== name));
    yield rest;
    yield { ...rest, [`${name}s`]: item };
    for (const one of changed(item)) yield { ...rest, [name]: one };
  }
}

const contracts = [
  ['every member of a role', ofRole],
  ['every member of a resource', ofResource],
  ...readdirSync(join(root, 'policies'))
    .filter((name) => name.endsWith('.json'))
    .map((name): [string, Json] => [name, read(join('policies', name))]),
] as const;

test.each(contracts)(
  '%s: the validator and the errors agree with the schema after any change in one place',
  (_, contract) => {
    expect(validateContract(contract)).toBe(true);
    const verdicts = [contract, ...changed(contract)].map((one) => {
      const isRight = isByTheSchema(one);
      const isAgreed = validateContract(one) === isRight && (errorsOf(one).length === 0) === isRight;
      return isAgreed ? isRight : one;
    });
    expect(verdicts.filter((one) => typeof one !== 'boolean')).toEqual([]);
    expect(new Set(verdicts)).toEqual(new Set([true, false]));
  },
);
