import type { HistorySettings } from '../../src/settings';
import { historyKeyPolicy } from '../../src/infrastructure/history-policy';
import { environmentWith } from './environment';
import { resourceAt, stackOf } from './synthesised';

const role = (name: string) => `arn:aws:iam::111122223333:role/${name}`;
const machine = 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn-test';
const context = { 'kms:EncryptionContext:aws:states:stateMachineArn': machine };
const through = { 'kms:ViaService': 'states.eu-central-1.amazonaws.com' };

function historyWith(changes: Partial<HistorySettings> = {}): HistorySettings {
  const defaults = { principal: 'condition', readers: [], deletionWindowDays: 30, keepKey: false } as const;
  return { encryption: 'customerKey', deployers: [role('deploy'), role('plan')], ...defaults, ...changes };
}

function statementsOf(changes: Partial<HistorySettings> = {}) {
  const { Statement } = historyKeyPolicy(environmentWith(), historyWith(changes));
  return new Map(Statement.map((statement) => [statement.Sid, statement]));
}

describe('the policy of the key', () => {
  it('admits the execution role for this machine alone, without kms:ViaService', () => {
    expect(statementsOf().get('ExecutionRole')).toEqual({
      Sid: 'ExecutionRole',
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Resource: '*',
      Condition: {
        StringEquals: {
          'kms:CallerAccount': '111122223333',
          'aws:PrincipalArn': role('keyturn-test-execution'),
          ...context,
        },
      },
    });
  });

  it('lets administrators manage the key and not use it', () => {
    const { Principal, Action = [] } = statementsOf().get('Administration') ?? {};
    expect(Principal).toEqual({ AWS: 'arn:aws:iam::111122223333:root' });
    expect(Action).toContain('kms:PutKeyPolicy');
    expect([Action].flat().filter((one) => /[*]|Decrypt|GenerateDataKey|ReEncrypt|CreateGrant/.test(one))).toEqual([]);
  });

  it('admits deployers and readers through Step Functions', () => {
    const statements = statementsOf({ readers: [role('audit')] });
    expect([...statements.keys()]).toEqual([
      ...['ExecutionRole', 'Administration', 'DescribeForDeployers', 'Deployers', 'DescribeForReaders', 'Readers'],
    ]);
    const own = { 'kms:CallerAccount': '111122223333', 'aws:PrincipalArn': [role('deploy'), role('plan')] };
    expect(statements.get('Deployers')).toMatchObject({
      Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
      Condition: { StringEquals: { ...own, ...through, ...context } },
    });
    expect(statements.get('DescribeForDeployers')?.Condition).toEqual({ StringEquals: { ...own, ...through } });
    expect(statements.get('Readers')).toMatchObject({ Action: ['kms:Decrypt'] });
  });

  it('names ARNs as principals if the settings say so', () => {
    const statements = statementsOf({ principal: 'arn' });
    expect(statements.get('ExecutionRole')).toMatchObject({
      Principal: { AWS: role('keyturn-test-execution') },
      Condition: { StringEquals: context },
    });
    expect(statements.get('Deployers')?.Principal).toEqual({ AWS: [role('deploy'), role('plan')] });
  });
});

describe('the stack', () => {
  const of = (changes?: Partial<HistorySettings>) => stackOf(environmentWith({ history: historyWith(changes) }));
  const encryption = (stack: ReturnType<typeof of>) =>
    resourceAt(stack, 'aws_sfn_state_machine.rotation')['encryption_configuration'];

  it('has nothing of it without the section', () => {
    const stack = stackOf(environmentWith());
    expect(encryption(stack)).toBeUndefined();
    expect(stack.resource['aws_kms_key']).toBeUndefined();
  });

  it('has a key that rotates, an alias, and a machine that refers to the key', () => {
    const stack = of({ deletionWindowDays: 7 });
    expect(resourceAt(stack, 'aws_kms_key.history')).toMatchObject({
      enable_key_rotation: true,
      deletion_window_in_days: 7,
    });
    expect(resourceAt(stack, 'aws_kms_alias.history')).toMatchObject({ name: 'alias/keyturn-test-history' });
    expect(encryption(stack)).toEqual({
      ...{ type: 'CUSTOMER_MANAGED_KMS_KEY', kms_key_id: '${aws_kms_key.history.arn}' },
      kms_data_key_reuse_period_seconds: 300,
    });
  });

  it('writes the key of AWS out, and keeps its own key if the settings say so', () => {
    const off = { encryption: 'awsOwnedKey', deployers: [] } as const;
    expect(encryption(of(off))).toEqual({ type: 'AWS_OWNED_KEY' });
    expect(of(off).resource['aws_kms_key']).toBeUndefined();
    expect(encryption(of({ ...off, keepKey: true }))).toEqual({ type: 'AWS_OWNED_KEY' });
    expect(of({ ...off, keepKey: true }).resource['aws_kms_key']).toBeDefined();
  });

  it('waits for the role if the role is a principal', () => {
    expect(resourceAt(of(), 'aws_kms_key.history')['depends_on']).toBeUndefined();
    expect(resourceAt(of({ principal: 'arn' }), 'aws_kms_key.history')['depends_on']).toContain(
      'aws_iam_role.execution',
    );
  });
});
