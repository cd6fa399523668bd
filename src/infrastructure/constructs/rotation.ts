import { TerraformResource, TerraformStack, type TerraformProvider } from 'cdktf';
import { Construct } from 'constructs';
import { InputError } from '../../input-error';
import { parseEnvironment, type EnvironmentSettings, type RotationSettings } from '../../settings';
import { arnsOf } from '../documents';
import { unwritable } from '../limits';
import { takeIdsFromPath } from '../logical-id';
import { namesOf, tagsWithOurs } from '../names';
import { addParts } from '../parts';
import { literalTags, secretKeysOf } from '../rotation-stack';
import { partsOf } from '../shards/shards';
import { definitionsOf } from '../workflow-options';

/** The settings of a rotation, and where its resources are made. */
export interface RotationProps extends RotationSettings {
  /** The AWS provider of all resources; the default provider of the stack if it is left out. Its account and region must be those of the settings. */
  readonly provider?: TerraformProvider;
}

/**
 * Everything that rotates the access keys of some users, as a part of any stack: the state machine, its role, the schedules and their role, and
 * the optional sections. It has no backend and no provider. The addresses of its resources come from its path, the names in AWS from `name`.
 */
export class Rotation extends Construct {
  /** The ARN of the state machine. Like all ARNs here it is a literal text, known before anything exists. */
  readonly stateMachineArn: string;
  readonly stateMachineName: string;
  /** The ARNs of all state machines: one for each shard, in their order, or the only one. `stateMachineArn` and the role are those of shard "00". */
  readonly stateMachineArns: readonly string[];
  /** The ARN of the role that a rotation runs as. */
  readonly executionRoleArn: string;
  readonly executionRoleName: string;
  /** The ARN of the role that the schedules start rotations with. */
  readonly scheduleRoleArn: string;
  readonly scheduleRoleName: string;
  readonly accountId: string;
  readonly region: string;

  /** Throws an error with one line for each problem of the settings. */
  constructor(scope: Construct, id: string, { provider, ...settings }: RotationProps) {
    super(scope, id);
    const environment = parseEnvironment(settings, `Rotation "${this.node.path}"`);
    const definitions = checkedDefinitions(environment);
    takeIdsFromPath(this);
    addParts(this, environment, definitions);
    const tags = literalTags(tagsWithOurs(environment.name, environment.tags));
    for (const resource of resourcesIn(this)) {
      if (isTaggable(resource)) resource.tags = tags;
      if (provider !== undefined) resource.provider = provider;
    }
    noteSecretKeys(this, environment);
    const arns = arnsOf(environment);
    const names = namesOf(environment.name);
    this.stateMachineArn = arns.stateMachine;
    this.stateMachineArns = partsOf(environment).map(({ shard }) => arnsOf(environment, shard).stateMachine);
    this.stateMachineName = names.stateMachine;
    this.executionRoleArn = arns.executionRole;
    this.executionRoleName = names.executionRole;
    this.scheduleRoleArn = arns.scheduleRole;
    this.scheduleRoleName = names.scheduleRole;
    this.accountId = environment.accountId;
    this.region = environment.region;
  }
}

/** The definitions of an environment's machines. Throws an InputError if a document is too large for AWS or if CDKTF cannot write a name. */
export function checkedDefinitions(environment: EnvironmentSettings): readonly string[] {
  const definitions = definitionsOf(environment);
  const problems = unwritable(environment, definitions);
  if (problems.length > 0) throw new InputError(problems);
  return definitions;
}

/** The resources of a construct, without those of stacks in it. */
export function resourcesIn(scope: Construct): TerraformResource[] {
  return scope.node.findAll().filter((element) => TerraformResource.isTerraformResource(element));
}

interface Taggable {
  tags: Record<string, string>;
}

/** Whether a resource can have tags. Each binding has its own class, and those with tags have this member. */
function isTaggable(resource: TerraformResource): resource is TerraformResource & Taggable {
  return 'tagsInput' in resource;
}

/** The keys of the secrets of all rotations of a stack, for the check. */
const secretKeys = new WeakMap<TerraformStack, Record<string, string>>();

/** Writes the KMS keys of the secrets into the comment of the stack's file: nothing in the stack depends on them. */
function noteSecretKeys(rotation: Rotation, environment: EnvironmentSettings): void {
  const own = secretKeysOf(environment).secretKeys;
  if (own === undefined) return;
  const stack = TerraformStack.of(rotation);
  const all = { ...secretKeys.get(stack), ...own };
  secretKeys.set(stack, all);
  stack.addOverride('//.keyturn', { secretKeys: all });
}
