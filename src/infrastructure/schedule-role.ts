import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import { ClosedRole } from './closed-role';
import { schedulePolicy, scheduleTrust } from './documents';
import { descriptions, namesOf } from './names';

/** The role that the schedules start rotations with: one action on one machine. */
export class ScheduleRole extends ClosedRole {
  constructor(scope: Construct, environment: EnvironmentSettings) {
    super(scope, 'schedule', {
      name: namesOf(environment.name).scheduleRole,
      description: descriptions.scheduleRole(environment.name),
      trust: scheduleTrust(environment),
      policy: schedulePolicy(environment),
    });
  }
}
