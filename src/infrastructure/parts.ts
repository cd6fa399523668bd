import type { SfnStateMachine } from '@cdktf/provider-aws/lib/sfn-state-machine';
import type { Construct } from 'constructs';
import type { EnvironmentSettings } from '../settings';
import { firstShard } from '../workflow/shards';
import { Alerts } from './alerts/alerts';
import { eventRules } from './events/event-rules';
import { Events } from './events/events';
import { ExecutionRole, executionRoleDescription } from './execution-role';
import { hasKey, HistoryKey } from './history-key';
import { MailTemplate } from './mail-template';
import { descriptions } from './names';
import { ScheduleRole } from './schedule-role';
import { Schedules } from './schedules';
import { ExecutionRoles } from './shards/execution-roles';
import { Moved } from './shards/moved';
import { shardTable } from './shards/shard-table';
import { isSharded, partsOf, shardsOf } from './shards/shards';
import { StateMachine } from './state-machine';

/** The resources that others refer to. */
export interface Parts {
  readonly machine: SfnStateMachine;
}

/** Adds everything that rotates the keys of an environment to a scope: neither a backend nor a provider. */
export function addParts(scope: Construct, environment: EnvironmentSettings, definitions: readonly string[]): Parts {
  const [definition = ''] = definitions;
  const table = isSharded(environment) ? shardTable(scope, partsOf(environment), definitions) : undefined;
  const executionRole =
    table === undefined
      ? new ExecutionRole(scope, environment)
      : new ExecutionRoles(scope, table, {
          role: executionRoleDescription(environment),
          policy: descriptions.userPolicy(environment.name),
        });
  const key = historyKey(scope, environment, executionRole);
  const { template } = environment.notification;
  const mail = template === undefined ? [] : [new MailTemplate(scope, environment, template).resource];
  const machine = new StateMachine(scope, {
    ...{ environment, machines: table ?? definition, role: executionRole, key },
    needs: mail,
  });
  if ('moved' in executionRole && shardsOf(environment).includes(firstShard))
    new Moved(scope, [...executionRole.moved, machine.resource]);
  const scheduleRole = new ScheduleRole(scope, environment);
  const { alerts: settings } = environment;
  const otherRules = eventRules(environment);
  const alerts = settings === undefined ? undefined : new Alerts(scope, { environment, settings, otherRules });
  const { missedStarts, undeliveredEvents } = alerts ?? {};
  if (environment.events !== undefined)
    new Events(scope, { environment, machine: machine.resource, undeliveredEvents });
  new Schedules(scope, { environment, machine: machine.resource, role: scheduleRole, table, missedStarts });
  return { machine: machine.resource };
}

function historyKey(
  scope: Construct,
  environment: EnvironmentSettings,
  { ready }: Pick<ExecutionRole, 'ready'>,
): HistoryKey | undefined {
  const { history } = environment;
  if (history === undefined || !hasKey(history)) return undefined;
  return new HistoryKey(scope, { environment, history, role: ready });
}
