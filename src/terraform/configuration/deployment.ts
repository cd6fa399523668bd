import { InputError } from '../../input-error';
import { readConfiguration } from './configuration';
import { parseJsonFile } from '../../json';
import { type Resource, attribute, isObject, nestedBlocks, textOf, Unknown } from '../../model';
import { stackName } from './stack';
import { partitionOf } from '../../iam';

/** What a stack deploys, as far as running one rotation needs it. */
export interface Deployment {
  readonly stackName: string;
  readonly machineName: string;
  readonly machineArn: string;
  readonly roleName: string;
  readonly partition: string;
  readonly region: string;
  readonly accountId: string;
  /** JSON text of the state machine's definition, as AWS gets it. */
  readonly definition: string;
  /** JSON texts of the identity policies on the execution role. */
  readonly rolePolicies: readonly string[];
  readonly schedules: readonly Schedule[];
}

export interface Schedule {
  readonly userName: string;
  readonly expression: string;
  /** JSON text of the execution's input. */
  readonly input: string;
}

/**
 * Reads a synthesised stack (the text of a cdk.tf.json) that deploys one state machine.
 * Throws an InputError with one line where the text is not such a stack or a part that is needed is not known before an apply.
 */
export function deploymentOf(text: string, file: string): Deployment {
  const { value: root, repeatedKey } = parseJsonFile(text, file);
  if (repeatedKey !== undefined) throw InputError.of(`${file}: ${repeatedKey}`);
  if (!isObject(root) || !isObject(attribute(root, 'resource'))) {
    throw InputError.of(
      `${file}: not a synthesised stack: no "resource" in it; give a cdk.tf.json that "cdktf synth" wrote`,
    );
  }
  const { resources, providers } = readConfiguration(root);
  const machine = onlyMachine(resources, file);
  const roleArn = required(machine, 'role_arn', file);
  const [, partition = 'aws', , , roleAccount] = roleArn.split(':');
  const provider = providers.find(({ key }) => key === machine.providerKey);
  const region = provider?.region;
  if (typeof region !== 'string') throw InputError.of(`${file}: the provider "${machine.providerKey}" names no region`);
  const accountId = typeof provider?.accountId === 'string' ? provider.accountId : (roleAccount ?? '');
  const roleName = roleArn.split('/').at(-1) ?? '';
  const machineName = required(machine, 'name', file);
  return {
    stackName: stackName(root) ?? file.split(/[\\/]/).at(-2) ?? file,
    machineName,
    machineArn: `arn:${partition || partitionOf(region)}:states:${region}:${accountId}:stateMachine:${machineName}`,
    roleName,
    partition: partition || partitionOf(region),
    region,
    accountId,
    definition: required(machine, 'definition', file),
    rolePolicies: rolePolicies(resources, roleName, file),
    schedules: resources
      .filter(({ type }) => type === 'aws_scheduler_schedule')
      .map((schedule) => readSchedule(schedule, file)),
  };
}

function onlyMachine(resources: readonly Resource[], file: string): Resource {
  const machines = resources.filter(({ type }) => type === 'aws_sfn_state_machine');
  const [machine] = machines;
  if (machine && machines.length === 1) return machine;
  throw InputError.of(
    `${file}: holds ${machines.length === 0 ? 'no' : machines.length} state machines; one is expected`,
  );
}

function required(resource: Resource, name: string, file: string): string {
  const text = textOf(resource.values, name);
  if (typeof text === 'string') return text;
  const why = text instanceof Unknown ? `is not known before the apply: ${text.reason}` : 'is missing';
  throw InputError.of(`${file}: ${name} of ${resource.address} ${why}`);
}

function rolePolicies(resources: readonly Resource[], roleName: string, file: string): string[] {
  const ofRole = resources.filter(
    (resource) =>
      resource.type === 'aws_iam_role_policy' &&
      required(resource, 'role', file).toLowerCase() === roleName.toLowerCase(),
  );
  const roles = resources.filter(({ type, values }) => type === 'aws_iam_role' && textOf(values, 'name') === roleName);
  const inline = roles.flatMap((role) =>
    nestedBlocks(role.values, 'inline_policy').map((block) => {
      const policy = block instanceof Unknown ? block : textOf(block, 'policy');
      if (typeof policy === 'string') return policy;
      throw InputError.of(`${file}: an inline_policy of ${role.address} is not known before the apply`);
    }),
  );
  return [...ofRole.map((resource) => required(resource, 'policy', file)), ...inline];
}

function readSchedule(schedule: Resource, file: string): Schedule {
  const [target] = nestedBlocks(schedule.values, 'target');
  const input = target === undefined || target instanceof Unknown ? target : textOf(target, 'input');
  if (typeof input !== 'string')
    throw InputError.of(`${file}: the input of ${schedule.address} is not known before the apply`);
  return { userName: userOf(input, schedule), expression: required(schedule, 'schedule_expression', file), input };
}

/** The schedules of a stack are keyed by user name; one that stands alone says its user in its input. */
function userOf(input: string, schedule: Resource): string {
  const key = /\[(".*")\]$/.exec(schedule.address)?.[1];
  if (key !== undefined) return String(JSON.parse(key));
  try {
    const parsed: unknown = JSON.parse(input);
    if (typeof parsed === 'object' && parsed !== null && 'userName' in parsed) return String(parsed.userName);
  } catch {
    // An input that is not JSON names no user.
  }
  return schedule.name;
}
