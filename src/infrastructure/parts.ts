import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import type { StateMachineDefinition } from '../asl';
import { Alerts } from './alerts/alerts';
import { eventRules } from './events/event-rules';
import { Events } from './events/events';
import { ExecutionRole } from './execution-role';
import { hasKey, HistoryKey } from './history-key';
import { MailTemplate } from './mail-template';
import { ScheduleRole } from './schedule-role';
import { Schedules } from './schedules';
import { StateMachine } from './state-machine';

/** The resources that others refer to. */
export interface Parts {
  readonly machine: SfnStateMachine;
}

/** Adds everything that rotates the keys of an environment to a scope: neither a backend nor a provider. */
export function addParts(
  scope: Construct,
  environment: EnvironmentSettings,
  definition: StateMachineDefinition,
): Parts {
  const executionRole = new ExecutionRole(scope, environment);
  const key = historyKey(scope, environment, executionRole);
  const { template } = environment.notification;
  const mail = template === undefined ? [] : [new MailTemplate(scope, environment, template).resource];
  const machine = new StateMachine(scope, { environment, definition, role: executionRole, key, needs: mail });
  const scheduleRole = new ScheduleRole(scope, environment);
  const { alerts: settings } = environment;
  const otherRules = eventRules(environment);
  const alerts = settings === undefined ? undefined : new Alerts(scope, { environment, settings, otherRules });
  const { missedStarts, undeliveredEvents } = alerts ?? {};
  if (environment.events !== undefined)
    new Events(scope, { environment, machine: machine.resource, undeliveredEvents });
  new Schedules(scope, { environment, machine: machine.resource, role: scheduleRole, missedStarts });
  return { machine: machine.resource };
}

function historyKey(
  scope: Construct,
  environment: EnvironmentSettings,
  { ready }: ExecutionRole,
): HistoryKey | undefined {
  const { history } = environment;
  if (history === undefined || !hasKey(history)) return undefined;
  return new HistoryKey(scope, { environment, history, role: ready });
}
