import { AwsProvider, type AwsProviderConfig } from '@cdktf/provider-aws/lib/provider';
import { TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { settingsDigest, type EnvironmentSettings } from '../settings';
import type { StateMachineDefinition } from '../asl';
import { Alerts } from './alerts/alerts';
import { eventRules } from './events/event-rules';
import { Events } from './events/events';
import { ExecutionRole } from './execution-role';
import { hasKey, HistoryKey } from './history-key';
import { textLiteral } from './literal';
import { MailTemplate } from './mail-template';
import { namesOf, tagsWithOurs } from './names';
import { Outputs } from './outputs';
import { ScheduleRole } from './schedule-role';
import { Schedules } from './schedules';
import { StateBackend } from './state-backend';
import { StateMachine } from './state-machine';

export interface RotationStackOptions {
  readonly environment: EnvironmentSettings;
  readonly definition: StateMachineDefinition;
  /** The digest of all settings as written, if they come from a file. */
  readonly written?: string | undefined;
  /** True if KEYTURN_UNCHECKED=1 skipped the check of the stack. */
  readonly isUnchecked?: boolean;
}

/** The stack of one environment: everything that rotates its keys, in one account and region. */
export class RotationStack extends TerraformStack {
  constructor(scope: Construct, { environment, definition, written, isUnchecked = false }: RotationStackOptions) {
    const { stack } = namesOf(environment.name);
    super(scope, stack);
    // The comment of the file; no plan shows it.
    this.addOverride('//.keyturn', {
      settings: settingsDigest(environment),
      ...(written === undefined ? {} : { written }),
      ...secretKeysOf(environment),
      sections: sectionsOf(environment),
      ...(isUnchecked ? { unchecked: true } : {}),
    });
    new StateBackend(this, environment.state);
    // The bindings are generated from 6.x; everything used here exists since 5.100.
    this.addOverride('terraform.required_providers.aws', { source: 'hashicorp/aws', version: '>= 5.100.0, < 7.0.0' });
    new AwsProvider(this, 'aws', {
      region: environment.region,
      allowedAccountIds: [environment.accountId],
      ...accessOf(environment),
      defaultTags: [{ tags: literalTags(tagsWithOurs(environment.name, environment.tags)) }],
    });

    const executionRole = new ExecutionRole(this, environment);
    const key = this.historyKey(environment, executionRole);
    const { template } = environment.notification;
    const mail = template === undefined ? [] : [new MailTemplate(this, environment, template).resource];
    const machine = new StateMachine(this, { environment, definition, role: executionRole, key, needs: mail });
    const scheduleRole = new ScheduleRole(this, environment);
    const { alerts: settings } = environment;
    const otherRules = eventRules(environment);
    const alerts = settings === undefined ? undefined : new Alerts(this, { environment, settings, otherRules });
    const { missedStarts, undeliveredEvents } = alerts ?? {};
    if (environment.events !== undefined)
      new Events(this, { environment, machine: machine.resource, undeliveredEvents });
    new Schedules(this, { environment, machine: machine.resource, role: scheduleRole, missedStarts });
    new Outputs(this, environment);
  }

  private historyKey(environment: EnvironmentSettings, { ready }: ExecutionRole): HistoryKey | undefined {
    const { history } = environment;
    if (history === undefined || !hasKey(history)) return undefined;
    return new HistoryKey(this, { environment, history, role: ready });
  }
}

/** The optional sections that the settings decide about, for the check: those that they have, and those that they leave out on purpose. */
function sectionsOf({ alerts, events, leftOut = [] }: EnvironmentSettings): readonly string[] {
  const written = [...(alerts === undefined ? [] : ['alerts']), ...(events === undefined ? [] : ['events'])];
  return [...new Set([...written, ...leftOut])].sort();
}

/** The KMS keys of the secrets, for the check: nothing in the stack depends on them. */
function secretKeysOf({ users }: EnvironmentSettings): { secretKeys?: Record<string, string> } {
  const keys = users.flatMap(({ secretName, secretKmsKeyArn }) =>
    secretKmsKeyArn === undefined ? [] : [[secretName, secretKmsKeyArn] as const],
  );
  return keys.length === 0 ? {} : { secretKeys: Object.fromEntries(keys) };
}

function literalTags(tags: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [textLiteral(key), textLiteral(value)]));
}

/** The identity that Terraform uses; that of its caller if it is not set. */
function accessOf({ assumeRole, profile }: EnvironmentSettings): Pick<AwsProviderConfig, 'assumeRole' | 'profile'> {
  if (assumeRole === undefined) return profile === undefined ? {} : { profile };
  const { roleArn, externalId, sessionName, durationSeconds, tags } = assumeRole;
  const role = {
    roleArn,
    ...(externalId === undefined ? {} : { externalId }),
    ...(sessionName === undefined ? {} : { sessionName }),
    ...(durationSeconds === undefined ? {} : { duration: `${durationSeconds}s` }),
    ...(tags === undefined ? {} : { tags: literalTags(tags) }),
  };
  return { ...(profile === undefined ? {} : { profile }), assumeRole: [role] };
}
