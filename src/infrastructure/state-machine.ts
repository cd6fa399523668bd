import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import { type ITerraformDependable, TerraformIterator } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import { arnsOf } from './documents';
import type { ExecutionRole } from './execution-role';
import { encryptionOf, type HistoryKey } from './history-key';
import { setLogicalId } from './logical-id';
import { namesOf } from './names';
import type { ShardTable } from './shards/shard-table';

interface StateMachineOptions {
  readonly environment: EnvironmentSettings;
  /** The definition of the only machine as JSON text, or one machine for each shard. */
  readonly machines: string | ShardTable;
  readonly role: Pick<ExecutionRole, 'ready'>;
  readonly key: HistoryKey | undefined;
  /** Other resources that must exist before the machine can run. */
  readonly needs?: readonly ITerraformDependable[];
}

/** The machine that rotates keys, or one for each shard. It is a Standard workflow, because only those can wait for a grace period. */
export class StateMachine extends Construct {
  readonly resource: SfnStateMachine;

  constructor(scope: Construct, { environment, machines, role, key, needs = [] }: StateMachineOptions) {
    super(scope, 'machine');
    this.resource = new SfnStateMachine(this, 'machine', {
      ...(typeof machines === 'string' ? onlyOne(environment, machines) : ofShards(machines)),
      type: 'STANDARD',
      publish: false,
      // Both would need further actions on the role. They are set explicitly, because Terraform otherwise keeps the values that
      // somebody set by hand. https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
      loggingConfiguration: { level: 'OFF' },
      tracingConfiguration: { enabled: false },
      ...(environment.history === undefined ? {} : { encryptionConfiguration: encryptionOf(environment.history, key) }),
      dependsOn: [...role.ready, ...needs],
    });
    setLogicalId(this.resource, 'rotation');
  }
}

function onlyOne(environment: EnvironmentSettings, definition: string) {
  return {
    name: namesOf(environment.name).stateMachine,
    roleArn: arnsOf(environment).executionRole,
    definition,
  };
}

function ofShards({ shards }: ShardTable) {
  const each = TerraformIterator.fromMap(shards.asAnyMap);
  return {
    forEach: each,
    name: each.getString('machine'),
    roleArn: each.getString('role_arn'),
    definition: each.getString('definition'),
  };
}
