import { operationOf, operations, type Operation, type ParameterList } from '../../workflow/operations';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';
import { typeOf, type DefinedState } from '../definition/definition';
import type { Context } from '../context';
import type { Found, Rule } from '../rule';
import { asSureAs, forEachRotation, placeOfState, type MachineWithRole } from '../machines';

const allowed = operations.map(({ iamAction }) => iamAction).join(', ');

export const fiveCalls: Rule = {
  id: 'five-calls',
  severity: 'critical',
  claim:
    'Every Task calls one of the five operations, as the role of the machine, and only with parameters that a rotation needs.',
  rationale:
    'A rotation does not need a sixth call; a call with other credentials acts as somebody else. A parameter such as ' +
    'KmsKeyId allows the owner of another key to read the secret. A Map that reads or ' +
    'writes objects calls S3 by itself. https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html',
  remedy: `Call only ${allowed}.`,
  example: { of: 'states', change: { CreateAccessKey: { Resource: 'arn:aws:states:::aws-sdk:iam:attachUserPolicy' } } },
  judge(context) {
    return forEachRotation(context, (one) =>
      one.machine.definition.states.flatMap((state) => judgeState(context, one, state)),
    );
  },
};

function judgeState(context: Context, one: MachineWithRole, state: DefinedState): Found[] {
  const found = (message: string, request: string, why: string): Found => ({
    verdict: 'fail',
    place: placeOfState(context, one, state),
    message: `state "${state.name}" ${message}`,
    request,
    why,
    remedy: fiveCalls.remedy,
  });
  const why = 'a rotation makes only five calls';
  const results: Found[] = [];
  for (const name of ['ItemReader', 'ResultWriter']) {
    if (attribute(state.state, name) !== undefined)
      results.push(found(`has an ${name}, which calls Amazon S3`, 's3:GetObject or s3:PutObject', why));
  }
  const credentials = attribute(state.state, 'Credentials');
  if (credentials !== undefined) {
    results.push(
      found(
        'calls as another role (Credentials)',
        'sts:AssumeRole for that role',
        'this contract does not cover the other role',
      ),
    );
  }
  if (typeOf(state) !== 'Task') return results;
  const resource = attribute(state.state, 'Resource');
  if (typeof resource !== 'string') return [...results, found('has a Resource that is not a text', 'any call', why)];
  const operation = operationOf(resource);
  if (operation === undefined) return [...results, found(`calls ${JSON.stringify(resource)}`, resource, why)];
  if (!operations.includes(operation) && !isAllowed(one, operation))
    return [
      ...results,
      found(`calls ${JSON.stringify(resource)}`, resource, `${why}, and the contract allows no other`),
    ];
  const partition = one.role.roleArn.split(':')[1];
  if (resource.split(':')[1] !== partition) {
    results.push(
      found(
        `calls ${JSON.stringify(resource)}, in another partition than "${partition ?? ''}"`,
        resource,
        'the contract is for this partition',
      ),
    );
  }
  return [...results, ...asSureAs(one, parameterFindings(context, one, state, operation))];
}

/** Whether the contract names the action of an operation that a rotation makes only if the owner chooses it. */
function isAllowed({ role }: MachineWithRole, { iamAction }: Operation): boolean {
  return role.contract.identity.some(({ actions }) => actions.includes(iamAction));
}

function parameterFindings(
  context: Context,
  one: MachineWithRole,
  state: DefinedState,
  { iamAction, required, parameters, needed }: Operation,
): Found[] {
  const given = attribute(state.state, 'Parameters');
  const names = isObject(given) ? Object.keys(given).map(withoutMark) : [];
  const missing = required.filter((name) => !names.includes(name));
  const unknown = names.filter((name) => !parameters.includes(name));
  const known = isObject(given)
    ? [...unneeded(given, needed, ''), ...identitiesElsewhere(one, given, iamAction)].filter(
        (name) => !unknown.includes(name),
      )
    : [];
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  const found = (message: string, remedy: string): Found => ({
    verdict: 'fail',
    place: placeOfState(context, one, state),
    message: `state "${state.name}": ${message}`,
    remedy,
  });
  return [
    ...missing.map((name) => found(`${iamAction} is called without ${name}`, `Give ${name} in its Parameters.`)),
    ...unknown.map((name) =>
      found(`${iamAction} has no parameter ${name}, so the call fails`, `Its parameters are ${parameters.join(', ')}.`),
    ),
    ...known.map((name) =>
      found(`${iamAction} is given ${name}, which a rotation does not need`, `Remove ${name} from its Parameters.`),
    ),
    ...twice.map((name) => found(`${name} is given twice`, 'Remove one of the two.')),
  ];
}

/**
 * Mail can be sent under an identity of another account if the contract lists its ARN.
 * https://docs.aws.amazon.com/ses/latest/dg/sending-authorization-delegate-sender-tasks-email.html
 */
function identitiesElsewhere({ role }: MachineWithRole, given: ValueObject, iamAction: string): string[] {
  const arns = Object.entries(given).filter(([name]) => withoutMark(name) === 'SourceArn');
  const lines = role.contract.identity.filter(({ actions }) => actions.includes(iamAction));
  const isListed = (name: string, arn: Value) =>
    name === 'SourceArn' && typeof arn === 'string' && lines.some(({ resources }) => resources.includes(arn));
  return arns.filter(([name, arn]) => !isListed(name, arn)).map(([name]) => withoutMark(name));
}

function withoutMark(name: string): string {
  return name.replace(/\.\$$/, '');
}

/** The parameters that are not in a list, each as the names that lead to it: `Message.Body.Raw`. */
function unneeded(given: ValueObject, needed: ParameterList, before: string): string[] {
  return Object.entries(given).flatMap(([name, value]): string[] => {
    const plain = withoutMark(name);
    const path = `${before}${plain}`;
    const wanted = Object.hasOwn(needed, plain) ? needed[plain] : undefined;
    if (wanted === undefined) return [path];
    if (name !== plain) return []; // the value of an expression is known only when it runs
    if (wanted === true) return isObject(value) || (isList(value) && value.some(isNested)) ? [path] : [];
    return isObject(value) ? unneeded(value, wanted, `${path}.`) : [path];
  });
}

function isNested(value: Value): boolean {
  return isObject(value) || isList(value);
}
