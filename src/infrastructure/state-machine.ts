import { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import type { StateMachineDefinition } from '../asl';
import { arnsOf } from './documents';
import type { ExecutionRole } from './execution-role';
import { encryptionOf, type HistoryKey } from './history-key';
import { jsonLiteral } from './literal';
import { setLogicalId } from './logical-id';
import { namesOf } from './names';

interface StateMachineOptions {
  readonly environment: EnvironmentSettings;
  readonly definition: StateMachineDefinition;
  readonly role: ExecutionRole;
  readonly key: HistoryKey | undefined;
  /** Other resources that must exist before the machine can run. */
  readonly needs?: readonly ITerraformDependable[];
}

/** The machine that rotates keys. It is a Standard workflow, because only those can wait for a grace period. */
export class StateMachine extends Construct {
  readonly resource: SfnStateMachine;

  constructor(scope: Construct, { environment, definition, role, key, needs = [] }: StateMachineOptions) {
    super(scope, 'machine');
    this.resource = new SfnStateMachine(this, 'machine', {
      name: namesOf(environment.name).stateMachine,
      type: 'STANDARD',
      publish: false,
      roleArn: arnsOf(environment).executionRole,
      definition: jsonLiteral(definition),
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
