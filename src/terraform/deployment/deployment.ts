import { alertedStatuses } from './alerted-statuses';
import { isStartOfExecution, partitionOf } from '../../iam';
import { InputError } from '../../input-error';
import { isObject, parseJson, parseJsonFile } from '../../json';
import { grouped } from '../../text/grouped';
import { indexOf, isUndecided, nestedBlocks, remedies, textOf, Unknown, type Model, type Resource } from '../../model';

/** The parts of a deployment that a rotation needs. */
export interface Deployment {
  readonly stackName: string;
  /** The key of the machine in a stack with several ones, such as `01`. */
  readonly shard?: string;
  readonly machineName: string;
  readonly machineArn: string;
  readonly roleName: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** JSON text of the state machine's definition, as AWS receives it. */
  readonly definition: string;
  /** JSON texts of the identity policies on the execution role. */
  readonly rolePolicies: readonly string[];
  readonly schedules: readonly Schedule[];
  /** The SES templates of the stack. */
  readonly templates: readonly DeployedTemplate[];
  /** The ends of executions that an alert reports: `FAILED`, `ABORTED`. Undefined if the stack has no alert. */
  readonly alerted?: ReadonlySet<string>;
}

/** A template of SES. https://docs.aws.amazon.com/ses/latest/APIReference/API_Template.html */
export interface DeployedTemplate {
  readonly name: string;
  readonly subject: string;
  readonly html: string | undefined;
  readonly text: string | undefined;
}

export interface Schedule {
  readonly userName: string;
  readonly expression: string;
  readonly timezone: string;
  /** The first moment at which it can start something, as RFC 3339; undefined if there is none. */
  readonly startDate: string | undefined;
  /** EventBridge Scheduler starts within so many minutes of the time; 0 without a flexible window. */
  readonly windowMinutes: number;
  readonly isEnabled: boolean;
  /** JSON text of the execution's input. */
  readonly input: string;
}

/** A resource with its file. */
type DeployedResource = Resource & { readonly file: string };

/**
 * Reads the deployment of a stack with one state machine, or with one for each shard. Throws an InputError with one line if the model is something
 * else, is undecided, or does not know before the apply what a rotation needs.
 * @param user the user whose shard is read; the first shard if no shard has the user
 */
export function deploymentFrom(model: Model, user?: string): Deployment {
  const deployed = deployedIn(model);
  if (!areShards(deployed.filter(isMachine))) return deploymentOf(model, deployed, onlyMachine(deployed, model.file));
  const shards = [...deploymentsFrom(model)].sort(byShard);
  const own = shards.find(({ schedules }) => schedules.some(({ userName }) => isSameUser(userName, user)));
  const [first] = shards;
  return own ?? first ?? deploymentOf(model, deployed, onlyMachine(deployed, model.file));
}

/** Whether machines are the instances of one resource, by their keys. */
function areShards(machines: readonly DeployedResource[]): boolean {
  const blocks = new Set(machines.map(({ name }) => name));
  return (
    machines.length > 1 && blocks.size === 1 && machines.every(({ address }) => typeof indexOf(address) === 'string')
  );
}

function byShard({ shard: one = '' }: Deployment, { shard: other = '' }: Deployment): number {
  return one === other ? 0 : one < other ? -1 : 1;
}

/** Names of IAM users differ in more than their case. */
function isSameUser(name: string, user: string | undefined): boolean {
  return name.toLowerCase() === user?.toLowerCase();
}

/** Reads the deployment of each machine of a stack, with its own schedules. Throws an InputError as {@link deploymentFrom} does. */
export function deploymentsFrom(model: Model): readonly Deployment[] {
  const deployed = deployedIn(model);
  const machines = deployed.filter(isMachine);
  if (machines.length < 2) return [deploymentFrom(model)];
  const byArn = grouped(deployed.filter(isSchedule), targetOf);
  const schedules = new Map(byArn.map((own) => [own[0] === undefined ? undefined : targetOf(own[0]), own]));
  const others = deployed.filter((resource) => !isSchedule(resource));
  return machines.map((machine) => {
    const { machineArn, ...own } = deploymentOf(model, others, machine);
    const shard = indexOf(machine.address);
    return {
      ...own,
      machineArn,
      ...(typeof shard === 'string' ? { shard } : {}),
      schedules: (schedules.get(machineArn) ?? []).map(readSchedule),
    };
  });
}

const isMachine = ({ type }: DeployedResource): boolean => type === 'aws_sfn_state_machine';
const isSchedule = ({ type }: DeployedResource): boolean => type === 'aws_scheduler_schedule';

function deployedIn({ kind, file, resources, constructs }: Model): DeployedResource[] {
  if (kind !== 'stack')
    throw InputError.of(`${file}: not a synthesised stack; give a cdk.tf.json that "cdktf synth" wrote`);
  const undecided = constructs.find(isUndecided);
  if (undecided !== undefined) throw InputError.of(`${file}: ${undecided.description}. ${remedies[undecided.kind]}`);
  return resources.filter(({ mode }) => mode === 'managed').map((resource) => ({ file, ...resource }));
}

function deploymentOf(
  { file, name, providers }: Model,
  deployed: readonly DeployedResource[],
  machine: DeployedResource,
): Deployment {
  const roleArn = required(machine, 'role_arn');
  const [, partition = 'aws', , , roleAccount] = roleArn.split(':');
  const provider = providers.find(({ key }) => key === machine.providerKey);
  const region = known(provider?.region, `${file}: the region of the provider "${machine.providerKey}"`);
  const accountId = typeof provider?.accountId === 'string' ? provider.accountId : (roleAccount ?? '');
  const roleName = roleArn.split('/').at(-1) ?? '';
  const machineName = required(machine, 'name');
  const machineArn = `arn:${partition || partitionOf(region)}:states:${region}:${accountId}:stateMachine:${machineName}`;
  const alerted = alertedStatuses(deployed, machineArn);
  return {
    stackName: name,
    machineName,
    machineArn,
    roleName,
    partition: partition || partitionOf(region),
    region,
    accountId,
    definition: required(machine, 'definition'),
    rolePolicies: rolePolicies(deployed, roleName),
    schedules: deployed.filter(isSchedule).map(readSchedule),
    templates: deployed.filter(({ type }) => type === 'aws_ses_template').map(readTemplate),
    ...(alerted.size === 0 ? {} : { alerted }),
  };
}

function onlyMachine(deployed: readonly DeployedResource[], file: string): DeployedResource {
  const machines = deployed.filter(isMachine);
  const [machine] = machines;
  if (machine && machines.length === 1) return machine;
  throw InputError.of(
    `${file}: contains ${machines.length === 0 ? 'no' : machines.length} state machines; one is expected`,
  );
}

function required(resource: DeployedResource, name: string): string {
  return known(textOf(resource.values, name), `${resource.file}: ${name} of ${resource.address}`);
}

function known(text: string | Unknown | undefined, what: string): string {
  if (typeof text === 'string') return text;
  throw InputError.of(`${what} ${text === undefined ? 'is missing' : `is not known before the apply: ${text.reason}`}`);
}

function rolePolicies(deployed: readonly DeployedResource[], roleName: string): string[] {
  const ofRole = deployed.filter(
    (resource) =>
      resource.type === 'aws_iam_role_policy' && required(resource, 'role').toLowerCase() === roleName.toLowerCase(),
  );
  const roles = deployed.filter(({ type, values }) => type === 'aws_iam_role' && textOf(values, 'name') === roleName);
  const inline = roles.flatMap((role) =>
    nestedBlocks(role.values, 'inline_policy').map((block) =>
      known(
        block instanceof Unknown ? block : textOf(block, 'policy'),
        `${role.file}: the policy of an inline_policy of ${role.address}`,
      ),
    ),
  );
  return [
    ...ofRole.map((resource) => required(resource, 'policy')),
    ...inline,
    ...attachedPolicies(deployed, roleName),
  ];
}

/** The customer managed policies of the same stack that are attached to a role. */
function attachedPolicies(deployed: readonly DeployedResource[], roleName: string): string[] {
  const attached = new Set(
    deployed
      .filter(({ type, values }) => type === 'aws_iam_role_policy_attachment' && textOf(values, 'role') === roleName)
      .map((attachment) => required(attachment, 'policy_arn').split('/').at(-1)),
  );
  return deployed
    .filter(({ type, values }) => type === 'aws_iam_policy' && attached.has(nameOf(values)))
    .map((resource) => required(resource, 'policy'));
}

function nameOf(values: DeployedResource['values']): string | undefined {
  const name = textOf(values, 'name');
  return typeof name === 'string' ? name : undefined;
}

/** The ARN of the machine that a schedule starts; undefined if it is not known. */
function targetOf(schedule: DeployedResource): string | undefined {
  const [target] = nestedBlocks(schedule.values, 'target');
  if (target === undefined || target instanceof Unknown) return undefined;
  const [arn, input] = [textOf(target, 'arn'), textOf(target, 'input')];
  if (typeof arn !== 'string') return undefined;
  if (!isStartOfExecution(arn)) return arn;
  const parsed = typeof input === 'string' ? parseJson(input) : undefined;
  const machine = isObject(parsed) ? parsed['StateMachineArn'] : undefined;
  return typeof machine === 'string' ? machine : undefined;
}

function readSchedule(schedule: DeployedResource): Schedule {
  const [target] = nestedBlocks(schedule.values, 'target');
  const [text, arn] = ['input', 'arn'].map((name) =>
    target === undefined || target instanceof Unknown ? target : textOf(target, name),
  );
  const given = known(text, `${schedule.file}: the input of ${schedule.address}`);
  const input = typeof arn === 'string' && isStartOfExecution(arn) ? inputOfCall(given, schedule) : given;
  const optional = (name: string): string | undefined => {
    const value = textOf(schedule.values, name);
    return value instanceof Unknown ? undefined : value;
  };
  return {
    userName: userOf(input, schedule),
    expression: required(schedule, 'schedule_expression'),
    timezone: optional('schedule_expression_timezone') ?? 'UTC',
    startDate: optional('start_date'),
    windowMinutes: windowOf(schedule),
    isEnabled: optional('state') !== 'DISABLED',
    input,
  };
}

function windowOf({ values }: DeployedResource): number {
  const [window] = nestedBlocks(values, 'flexible_time_window');
  const minutes = window === undefined || window instanceof Unknown ? undefined : window['maximum_window_in_minutes'];
  return typeof minutes === 'number' ? minutes : 0;
}

/** The input of the execution in the parameters of StartExecution. */
function inputOfCall(parameters: string, { file, address }: DeployedResource): string {
  const parsed = parseJsonFile(parameters, `${file}: the input of ${address}`);
  const input = isObject(parsed) ? parsed['Input'] : undefined;
  if (typeof input === 'string') return input;
  throw InputError.of(
    `${file}: the input of ${address} has no Input for the execution, which StartExecution expects as a text`,
  );
}

function readTemplate(template: DeployedResource): DeployedTemplate {
  const optional = (name: string): string | undefined =>
    textOf(template.values, name) === undefined ? undefined : required(template, name);
  return {
    name: required(template, 'name'),
    subject: optional('subject') ?? '',
    html: optional('html'),
    text: optional('text'),
  };
}

/** The schedules of a stack are keyed by user name; a single schedule names its user in its input. */
function userOf(input: string, { address, name }: DeployedResource): string {
  const key = indexOf(address);
  return typeof key === 'string' ? key : (userIn(input) ?? name);
}

/** An input that is not JSON names no user. */
function userIn(input: string): string | undefined {
  try {
    const parsed = parseJson(input);
    const userName = isObject(parsed) ? parsed['userName'] : undefined;
    return typeof userName === 'string' ? userName : undefined;
  } catch {
    return undefined;
  }
}
