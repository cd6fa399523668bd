import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import { ClosedRole } from './closed-role';
import { executionPolicy, executionTrust } from './documents';
import { descriptions, namesOf } from './names';

/** The role that a rotation runs as: only five actions (six with a template of SES), on the configured users, secrets and addresses. */
export class ExecutionRole extends ClosedRole {
  constructor(scope: Construct, environment: EnvironmentSettings) {
    super(scope, 'execution', {
      name: namesOf(environment.name).executionRole,
      description: executionRoleDescription(environment),
      trust: executionTrust(environment),
      policy: executionPolicy(environment),
    });
  }
}

export function executionRoleDescription({ name, notification }: EnvironmentSettings): string {
  return descriptions.executionRole(name, notification.template === undefined ? 'five' : 'six');
}
