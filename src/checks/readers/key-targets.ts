import { actionMatches } from '../../iam';
import { secretOf } from '../contract/pairs';
import { textOf } from '../../model';
import type { JudgedRole } from '../context';
import { hasInnerMachines } from '../definition/definition';
import { rotates } from '../definition/rotation';
import type { Call } from '../identities/statements';
import { passRole } from '../privilege-escalation/escalation-ways';
import { arnPatterns } from '../resource-policies/named-role';
import { namedRole } from '../resource-policies/grants';
import { machineArnsOf } from '../subject/machine-arns';

/** The calls that show an access key. https://docs.aws.amazon.com/step-functions/latest/apireference/API_GetExecutionHistory.html */
export const readHistory = 'states:GetExecutionHistory';
/** The call that continues a failed run, and so repeats its calls. */
const redrive = 'states:RedriveExecution';
/** The call that runs one state of a machine with a role of the caller's choice, and shows the result. */
const testState = 'states:TestState';
/** `BatchGetSecretValue` needs it as well, for each secret. */
export const readSecret = 'secretsmanager:GetSecretValue';

export const readingActions: readonly string[] = [readHistory, readSecret, testState, redrive];

/** A resource from which the keys of a rotation can be read. */
export interface KeyTarget {
  readonly action: string;
  /** The ARN, with a `*` or `?` for each unknown part: a line of the contract must contain it. */
  readonly resource: string;
  /** The calls that read it: all of one list. */
  readonly ways: readonly (readonly Call[])[];
}

/** All resources from which the keys of a role's rotations can be read; empty if it rotates none. */
export function keyTargetsOf(role: JudgedRole): readonly KeyTarget[] {
  if (!isRotation(role)) return [];
  const machines = machineArnsOf(role);
  const ofExecutions = (action: string): KeyTarget[] =>
    machines.map((arn) => ({
      action,
      resource: executionArn(arn, 'execution'),
      ways: executionsOf(role, arn).map((resource) => [{ action, resource }]),
    }));
  const ofSecrets = secretsOf(role).map((resource) => {
    const action = readSecret;
    return { action, resource, ways: [[{ action, resource }]] };
  });
  return [...ofExecutions(readHistory), ...ofSecrets, testing(role), ...ofExecutions(redrive)];
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/test-state-isolation.html#test-state-permissions */
function testing(role: JudgedRole): KeyTarget {
  const { partition, accountId } = role.place;
  const test: Call = { action: testState, resource: `arn:${partition}:states:*:${accountId || '*'}:stateMachine:*` };
  const roles = arnPatterns(namedRole(role)).filter((arn) => arn.includes(':iam:'));
  return {
    action: testState,
    resource: role.roleArn,
    ways: roles.map((resource) => [test, { action: passRole, resource, passedTo: 'states.amazonaws.com' }]),
  };
}

/** The relevant facts about keys in a contract, or in the definition of its machine. */
function isRotation({ contract, machine }: JudgedRole): boolean {
  const creates = contract.identity.some(({ actions }) =>
    actions.some((one) => actionMatches(one, 'iam:CreateAccessKey')),
  );
  return contract.pairs !== undefined || creates || (machine !== undefined && rotates(machine.definition));
}

/**
 * The ARNs of a machine's executions. Those of a Distributed Map contain its label, and those of an express machine another resource type.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-state-machine-executions.html
 */
function executionsOf({ machine }: JudgedRole, arn: string): readonly string[] {
  const type = machine === undefined ? 'STANDARD' : (textOf(machine.resource.values, 'type') ?? 'STANDARD');
  const isMap = machine === undefined || hasInnerMachines(machine.definition);
  return [
    executionArn(arn, 'execution'),
    ...(isMap ? [executionArn(arn, 'execution').replace(/:\*$/, '/*')] : []),
    ...(type === 'STANDARD' ? [] : [executionArn(arn, 'express')]),
  ];
}

function executionArn(machine: string, kind: 'execution' | 'express'): string {
  return `${machine.replace(':stateMachine:', `:${kind}:`)}:*`;
}

/** The secrets of the pairs, and all secrets that the role can write. */
function secretsOf({ contract, place }: JudgedRole): readonly string[] {
  const known = { ...place, region: place.region || '*', accountId: place.accountId || '*' };
  const ofPairs = (contract.pairs ?? []).map(({ secretName }) => secretOf(secretName, known));
  const written = contract.identity
    .filter(({ actions }) => actions.some((one) => writing.some((action) => actionMatches(one, action))))
    .flatMap(({ resources }) => resources.filter((one) => one.includes(':secretsmanager:')));
  return [...new Set([...ofPairs, ...written])];
}

const writing = ['secretsmanager:UpdateSecret', 'secretsmanager:PutSecretValue'];
