import { actionMatches, contains } from '../../iam';
import { attribute, isObject } from '../../model';
import type { Context } from '../context';
import { callsIn, type Call } from '../calls/calls';
import type { Contract } from '../contract/contract';
import { asSureAs, otherMachines, placeOfState, type MachineWithRole } from '../machines';
import type { Found, Rule } from '../rule';

export const callsInContract: Rule = {
  id: 'calls-in-contract',
  severity: 'high',
  claim: 'A machine that rotates no keys makes only calls that a line of its contract allows, as its own role.',
  rationale:
    'The lines of a contract bound every call of a machine, also a call that the policy of another resource permits, and a call inside a Map or a ' +
    'Parallel. A call with Credentials is made as another role. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-access-cross-acct-resources.html',
  remedy: 'Add a line for the call to "identity" in the contract, or remove the call.',
  example: {
    of: 'stack',
    change: {
      resource: {
        aws_iam_role: {
          reports: {
            name: 'reports',
            assume_role_policy:
              '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"states.amazonaws.com"},"Action":"sts:AssumeRole","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"}}}}',
          },
        },
        aws_sfn_state_machine: {
          reports: {
            name: 'reports',
            role_arn: 'arn:aws:iam::111122223333:role/reports',
            definition:
              '{"StartAt":"Send","States":{"Send":{"Type":"Task","Resource":"arn:aws:states:::sqs:sendMessage","Parameters":{"QueueUrl":"https://sqs.eu-central-1.amazonaws.com/111122223333/reports","MessageBody":"now"},"End":true}}}',
          },
        },
      },
    },
    contract: {
      version: 1,
      name: 'reports',
      description: 'The machine publishes reports.',
      subject: { machine: 'reports' },
      identity: [{ actions: ['sns:Publish'], resources: ['arn:${partition}:sns:${region}:${account}:reports'] }],
      trust: {
        service: 'states.amazonaws.com',
        action: 'sts:AssumeRole',
        conditions: { 'aws:SourceAccount': '${account}' },
      },
      uses: [{ machine: 'reports' }],
    },
  },
  judge(context) {
    const machines = otherMachines(context);
    if (machines.length === 0) return undefined;
    return machines.flatMap((one) => asSureAs(one, judgeMachine(context, one)));
  },
};

/** Each call once: a machine can make the same one in many states. */
function judgeMachine(context: Context, one: MachineWithRole): Found[] {
  const seen = new Set<string>();
  return callsIn(one.machine.definition).flatMap((call) => {
    const key = JSON.stringify([call.called, call.credentials]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [
      ...partition(context, one, call),
      ...(call.credentials === undefined ? ownCall : callAsOther)(context, one, call),
    ];
  });
}

function partition(context: Context, one: MachineWithRole, { state, called }: Call): Found[] {
  const own = one.role.roleArn.split(':')[1] ?? '';
  const [, other] = /^(?:\w+ )?arn:([^:]*):/.exec(called) ?? [];
  if (other === undefined || other === own) return [];
  const message = `state "${state.name}" calls ${JSON.stringify(called)}, in another partition than "${own}"`;
  return [{ verdict: 'fail', place: placeOfState(context, one, state), message, remedy: `Write arn:${own}:.` }];
}

function ownCall(context: Context, one: MachineWithRole, { state, called, rights }: Call): Found[] {
  const { contract } = one.role;
  const place = placeOfState(context, one, state);
  if (rights === undefined) {
    const message = `state "${state.name}" calls ${JSON.stringify(called)}, and the IAM actions of that call are not known`;
    const remedy = 'Use an integration that Step Functions documents, or judge the role alone, without the machine.';
    return [{ verdict: 'undecided', place, message, remedy }];
  }
  return rights.needed
    .filter((action) => !isAllowed(contract, action))
    .map((action) => ({
      verdict: 'fail',
      place,
      message: `state "${state.name}" calls ${JSON.stringify(called)}, which needs ${action}`,
      request: action,
      why: `no line of contract "${contract.name}" allows that action`,
      remedy: callsInContract.remedy,
    }));
}

function isAllowed({ identity, resourcePolicies }: Contract, action: string): boolean {
  return [...identity, ...resourcePolicies].some(({ actions }) => actions.some((one) => actionMatches(one, action)));
}

/** The contract does not judge the other role, so a line must name it. */
function callAsOther(context: Context, one: MachineWithRole, { state, credentials }: Call): Found[] {
  const { contract } = one.role;
  const place = placeOfState(context, one, state);
  const arn = isObject(credentials) ? attribute(credentials, 'RoleArn') : undefined;
  const remedy = 'Write the ARN of the role as a literal, and add a line with sts:AssumeRole on it to "identity".';
  if (typeof arn !== 'string' || !arn.startsWith('arn:')) {
    const message = `state "${state.name}" calls as another role (Credentials), and that role is not a literal`;
    return [{ verdict: 'undecided', place, message, remedy }];
  }
  const lines = contract.identity.filter(({ actions }) =>
    actions.some((action) => actionMatches(action, 'sts:AssumeRole')),
  );
  if (lines.some(({ resources }) => resources.some((resource) => contains(resource, arn)))) return [];
  const message = `state "${state.name}" calls as ${arn} (Credentials)`;
  const why = `no line of contract "${contract.name}" allows sts:AssumeRole on that role`;
  return [{ verdict: 'fail', place, message, request: 'sts:AssumeRole', why, remedy }];
}
