import { TerraformOutput } from 'cdktf';
import { Construct } from 'constructs';
import type { EnvironmentSettings, UserSettings } from '../settings';
import { arnsOf } from './documents';
import { executionInput } from './execution-input';
import { textLiteral } from './literal';
import { namesOf, scheduleName } from './names';
import { isSharded, shardsOf } from './shards/shards';

/** Terraform prints every output at every plan. With so many users nobody reads them. */
const manyUsers = 100;

/** The outputs for an operator: the created resources, the rotated users with their schedules, and the commands that start a rotation. */
export class Outputs extends Construct {
  constructor(scope: Construct, environment: EnvironmentSettings) {
    super(scope, 'outputs');
    const arns = arnsOf(environment);
    if (isSharded(environment)) this.ofShards(environment);
    else {
      this.add('state_machine_arn', 'The machine that rotates keys', arns.stateMachine);
      this.add('execution_role_arn', 'The role that a rotation runs as', arns.executionRole);
    }
    this.add('schedule_role_arn', 'The role that the schedules start rotations with', arns.scheduleRole);
    this.add('schedule_group', 'The group of all schedules', namesOf(environment.name).scheduleGroup);
    if (isSharded(environment) && environment.users.length >= manyUsers) return;
    this.add(
      'rotations',
      'For each user: the secret that gets the new key, and the schedule',
      byUser(environment, (user) => ({
        secret: textLiteral(user.secretName),
        schedule: scheduleName(user.name),
        expression: textLiteral(user.schedule.expression),
        timezone: textLiteral(user.schedule.timezone),
      })),
    );
    this.add(
      'start_commands',
      'For each user: the command that starts a rotation by hand',
      byUser(environment, (user) => startCommand(user, environment)),
    );
  }

  private ofShards(environment: EnvironmentSettings): void {
    const shards = shardsOf(environment).map((shard) => [shard, arnsOf(environment, shard)] as const);
    this.add(
      'state_machine_arns',
      'For each shard: the machine that rotates keys',
      Object.fromEntries(shards.map(([shard, { stateMachine }]) => [shard, stateMachine])),
    );
    this.add(
      'execution_role_arns',
      'For each shard: the role that a rotation runs as',
      Object.fromEntries(shards.map(([shard, { executionRole }]) => [shard, executionRole])),
    );
  }

  private add(name: string, description: string, value: unknown): void {
    new TerraformOutput(this, name, { value, description }).overrideLogicalId(name);
  }
}

function byUser<Value>(environment: EnvironmentSettings, value: (user: UserSettings) => Value): Record<string, Value> {
  return Object.fromEntries(environment.users.map((user) => [textLiteral(user.name), value(user)]));
}

/**
 * A command that a person can paste from every tool. Terraform, cdktf and the consoles of runners put backslashes before the double quotes of JSON,
 * and AWS then refuses the input. So the input is in base64: it has no white space, and a shell expands nothing in it.
 */
function startCommand(user: UserSettings, environment: EnvironmentSettings): string {
  const { stateMachine } = arnsOf(environment, user.shard);
  const input = Buffer.from(executionInput(user, environment)).toString('base64');
  return (
    `aws stepfunctions start-execution --region ${environment.region} --state-machine-arn ${stateMachine} ` +
    `--input $(echo ${input} | base64 --decode)`
  );
}
