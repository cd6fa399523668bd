import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App } from 'cdktf';
import { Rotation, RotationStack, type RotationStackSettings } from '../../src/library/cdktf';
import type { Settings as WrittenSettings } from '../../generated/settings-types';
import type { SettingsAsWritten } from '../../src/settings/schema/json-schema';
import { addressesIn, settings, stackWith, written } from './stacks';

const root = join(__dirname, '..', '..');

const all = {
  ...settings,
  alerts: { subscribers: ['on-call@example.com'], maximumKeyAgeDays: 90 },
  events: { guardDuty: {}, successTarget: 'arn:aws:events:eu-central-1:111122223333:event-bus/apps' },
  history: { encryption: 'customerKey' as const, deployers: ['arn:aws:iam::{accountId}:role/deploy'] },
};

describe('a rotation in a stack', () => {
  test('adds neither a backend nor a provider', () => {
    const stack = stackWith();
    const before = Object.keys(written(stack));
    new Rotation(stack, 'keys', settings);
    expect(Object.keys(written(stack)).sort()).toEqual([...before, 'resource'].sort());
    expect(written(stack).terraform.backend).toEqual(written(stackWith()).terraform.backend);
  });

  test('has addresses that begin with its path', () => {
    const stack = stackWith();
    new Rotation(stack, 'keys', all);
    const addresses = addressesIn(written(stack));
    expect(addresses.length).toBeGreaterThan(25);
    for (const address of addresses) expect(address).toMatch(/^\w+\.keys_/);
  });

  test('has the resources of a stack of Keyturn, which refer to each other', () => {
    const stack = stackWith();
    new Rotation(stack, 'keys', all);
    const text = JSON.stringify(written(stack));
    const addresses = new Set(addressesIn(written(stack)));
    const references = [...text.matchAll(/\b(aws_\w+\.keys_[\w-]+)/g)].map(([, address = '']) => address);
    expect(references.length).toBeGreaterThan(50);
    for (const reference of references) expect(addresses).toContain(reference);
  });

  test('stands next to another one', () => {
    const stack = stackWith();
    new Rotation(stack, 'ours', all);
    new Rotation(stack, 'theirs', { ...all, name: 'theirs' });
    const addresses = addressesIn(written(stack));
    const [ours, theirs] = ['ours', 'theirs'].map((id) => addresses.filter((address) => address.includes(`.${id}_`)));
    expect(ours).toHaveLength(addresses.length / 2);
    expect(theirs).toHaveLength(addresses.length / 2);
    const names = Object.values(written(stack).resource['aws_iam_role'] ?? {}).map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });

  test('tags everything that can have tags', () => {
    const stack = stackWith();
    new Rotation(stack, 'keys', { ...all, tags: { team: 'platform' } });
    const { resource } = written(stack);
    for (const type of [
      'aws_iam_role',
      'aws_sfn_state_machine',
      'aws_scheduler_schedule_group',
      'aws_kms_key',
      'aws_sqs_queue',
    ])
      for (const { tags } of Object.values(resource[type] ?? { none: {} }))
        expect(tags).toEqual({ Application: 'keyturn', Environment: 'production', team: 'platform' });
  });

  test('uses the provider that it is given', () => {
    const stack = stackWith();
    const provider = new AwsProvider(stack, 'west', { region: 'eu-west-1', alias: 'west' });
    new Rotation(stack, 'keys', { ...settings, region: 'eu-west-1', provider });
    const resources = Object.values(written(stack).resource).flatMap((named) => Object.values(named));
    expect(new Set(resources.map((one) => one['provider']))).toEqual(new Set(['aws.west']));
  });

  test('says its ARNs and names', () => {
    const rotation = new Rotation(stackWith(), 'keys', settings);
    expect(rotation).toMatchObject({
      stateMachineArn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-production',
      executionRoleArn: 'arn:aws:iam::111122223333:role/keyturn-production-execution',
      scheduleRoleName: 'keyturn-production-schedule',
    });
  });

  test('writes the keys of the secrets of all rotations for the check', () => {
    const stack = stackWith();
    const keyed = (name: string) => ({
      ...settings,
      name,
      users: [{ name, secretName: name, secretKmsKeyArn: `arn:aws:kms:eu-central-1:111122223333:key/${name}` }],
    });
    new Rotation(stack, 'one', keyed('one'));
    new Rotation(stack, 'two', keyed('two'));
    expect(written(stack)['//'].keyturn).toEqual({
      secretKeys: {
        one: 'arn:aws:kms:eu-central-1:111122223333:key/one',
        two: 'arn:aws:kms:eu-central-1:111122223333:key/two',
      },
    });
  });

  test('reports every problem of its settings, with its path', () => {
    const wrong = { ...settings, region: 'eu-nowhere-1', users: [{ name: 'a b', secretName: 'x' }] };
    expect(() => new Rotation(stackWith(), 'keys', wrong)).toThrow(
      /^Rotation "platform\/keys": users\[0\]\.name: .*\nRotation "platform\/keys": region: /,
    );
  });

  test('refuses a list of environments, of which a rotation has one', () => {
    const several = { ...settings, environments: [] };
    expect(() => new Rotation(stackWith(), 'keys', several)).toThrow(
      'Rotation "platform/keys": environments: these are the settings of one environment; write "name", "accountId"',
    );
  });

  test('refuses documents that are too large for AWS', () => {
    const users = Array.from({ length: 200 }, (_, index) => ({ name: `user-${index}`, secretName: `secret-${index}` }));
    expect(() => new Rotation(stackWith(), 'keys', { ...settings, users })).toThrow(/IAM allows 10,240/);
  });
});

test('a RotationStack is the stack that the settings of the project become', () => {
  const { context } = JSON.parse(readFileSync(join(root, 'cdktf.json'), 'utf8')) as {
    context: { keyturn: RotationStackSettings & { environments: readonly RotationStackSettings[] } };
  };
  const { environments, ...common } = context.keyturn;
  const stack = new RotationStack(new App({ stackTraces: false }), {
    ...common,
    ...environments[0],
  });
  const sample = JSON.parse(readFileSync(join(root, '__tests__', 'fixtures', 'sample', 'stack.json'), 'utf8')) as {
    '//': { keyturn: { written?: string } };
  };
  // Settings of a program have no digest of a file.
  delete sample['//'].keyturn.written;
  expect(JSON.parse(JSON.stringify(written(stack)))).toEqual(sample);
});

type Frozen<T> = T extends object ? { readonly [Name in keyof T]: Frozen<T[Name]> } : T;

test('settings that the types of the library accept are settings of the schema', () => {
  const asParsed = (written: WrittenSettings): Frozen<SettingsAsWritten> => written;
  expect(asParsed).toBeDefined();
});
