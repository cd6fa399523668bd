import { parseOperator } from '../../iam';
import { JsonSyntaxError, parseJson } from '../../json';
import { InputError } from '../../input-error';
import {
  parameters,
  type Contract,
  type DemandedCondition,
  type Exception,
  type IdentityLine,
  type ResourcePolicyLine,
  type Subject,
  type TrustLine,
  type Use,
} from './contract';
import { join, Shape } from './shape';

/** Reads a contract. Throws an InputError with a line for every problem in it. */
export function readContract(text: string, file: string): Contract {
  const shape = new Shape(file);
  const value = parsed(text, file);
  const root = shape.object(
    value,
    '',
    ['version', 'name', 'description', 'subject', 'identity', 'trust', 'uses'],
    ['$schema', 'environments', 'resourcePolicies', 'pairs', 'acceptedUsers', 'exceptions', 'ignored'],
  );
  if (root.version !== undefined && root.version !== 1)
    shape.problem('version', `must be 1, not ${JSON.stringify(root.version)}`);
  const todos: string[] = [];
  inspectTexts(value, '', shape, todos);
  const contract: Contract = {
    file,
    name: shape.text(root.name, 'name'),
    description: shape.text(root.description, 'description'),
    subject: subject(shape, root.subject),
    environments: root.environments === undefined ? undefined : shape.texts(root.environments, 'environments'),
    identity: shape.list(root.identity, 'identity', 0, (line, path, index) => identityLine(shape, line, path, index)),
    resourcePolicies: shape.list(root.resourcePolicies, 'resourcePolicies', 0, (line, path, index) =>
      resourcePolicyLine(shape, line, path, index),
    ),
    pairs:
      root.pairs === undefined
        ? undefined
        : shape.list(root.pairs, 'pairs', 1, (pair, path) => texts(shape, pair, path, ['userName', 'secretName'])),
    trust: shape.list(Array.isArray(root.trust) ? root.trust : [root.trust], 'trust', 1, (line, path) =>
      trust(shape, line, Array.isArray(root.trust) ? path : 'trust'),
    ),
    uses: shape.list(root.uses, 'uses', 0, (item, path) => use(shape, item, path)),
    acceptedUsers: shape.list(root.acceptedUsers, 'acceptedUsers', 0, (user, path) =>
      texts(shape, user, path, ['name', 'reason']),
    ),
    exceptions: shape.list(root.exceptions, 'exceptions', 0, (item, path, index) =>
      exception(shape, item, path, index),
    ),
    ignored: shape.list(root.ignored, 'ignored', 0, (item, path) => ignored(shape, item, path)),
    todos,
  };
  if (shape.problems.length > 0) throw new InputError(shape.problems);
  return contract;
}

function parsed(text: string, file: string): unknown {
  try {
    return parseJson(text).value;
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw InputError.of(`${file}: line ${error.line}, column ${error.column}: ${error.reason}`);
  }
}

/** Every text of a contract: its parameters are known ones, and what still says TODO is noted. */
function inspectTexts(value: unknown, path: string, shape: Shape, todos: string[]): void {
  if (typeof value === 'string') {
    const known = parameters.map((name) => `\${${name}}`);
    const rest = known.reduce((text, parameter) => text.replaceAll(parameter, ''), value);
    if (rest.includes('${'))
      shape.problem(path, `${JSON.stringify(value)} has another parameter than ${known.join(', ')}`);
    if (value.includes('TODO')) todos.push(path);
  } else if (typeof value === 'object' && value !== null) {
    const isList = Array.isArray(value);
    for (const [name, item] of Object.entries(value)) {
      inspectTexts(item, isList ? `${path}[${name}]` : join(path, name), shape, todos);
    }
  }
}

function texts<Name extends string>(
  shape: Shape,
  value: unknown,
  path: string,
  names: readonly Name[],
): Record<Name, string> {
  const object = shape.object(value, path, names, []);
  const members = names.map((name): [Name, string] => [name, shape.text(object[name], join(path, name))]);
  return Object.fromEntries(members) as Record<Name, string>; // every name is there
}

function subject(shape: Shape, value: unknown): Subject {
  const object = shape.object(value, 'subject', [], ['machine', 'role', 'path', 'account', 'address']);
  const optional = (name: string) =>
    object[name] === undefined ? undefined : shape.text(object[name], join('subject', name));
  const names = Object.keys(object).sort().join();
  if (['machine', 'machine,role'].includes(names)) {
    return { kind: 'machine', name: shape.text(object.machine, 'subject.machine'), role: optional('role') };
  }
  if (['role', 'path,role', 'account,role', 'account,path,role'].includes(names)) {
    const name = shape.text(object.role, 'subject.role');
    return { kind: 'role', name, path: optional('path'), account: optional('account') };
  }
  if (names === 'address') return { kind: 'address', address: shape.text(object.address, 'subject.address') };
  shape.problem('subject', 'names a machine (and its role), a role (and its path and account), or an address');
  return { kind: 'address', address: '' };
}

function identityLine(shape: Shape, value: unknown, path: string, index: number): IdentityLine {
  const object = shape.object(value, path, ['actions', 'resources'], ['reason', 'conditions', 'withoutCall']);
  if (object.reason !== undefined) shape.text(object.reason, join(path, 'reason'));
  return {
    index,
    actions: shape.list(object.actions, join(path, 'actions'), 1, (item, at) => action(shape, item, at)),
    resources: shape.texts(object.resources, join(path, 'resources')),
    conditions: shape.list(object.conditions, join(path, 'conditions'), 0, (item, at) => condition(shape, item, at)),
    withoutCall:
      object.withoutCall === undefined ? undefined : shape.text(object.withoutCall, join(path, 'withoutCall')),
  };
}

function resourcePolicyLine(shape: Shape, value: unknown, path: string, index: number): ResourcePolicyLine {
  const object = shape.object(value, path, ['actions'], ['reason', 'address', 'arn', 'conditions']);
  if (object.reason !== undefined) shape.text(object.reason, join(path, 'reason'));
  const kinds = (['address', 'arn'] as const).filter((name) => object[name] !== undefined);
  const [kind = 'address'] = kinds;
  if (kinds.length !== 1) shape.problem(path, 'names the resource by its address or by its arn');
  return {
    index,
    on: { kind, pattern: shape.text(object[kind], join(path, kind)) },
    actions: shape.list(object.actions, join(path, 'actions'), 1, (item, at) => action(shape, item, at)),
    conditions: shape.list(object.conditions, join(path, 'conditions'), 0, (item, at) => condition(shape, item, at)),
  };
}

function action(shape: Shape, value: unknown, path: string): string {
  const text = shape.text(value, path);
  if (text !== '' && !/^[a-z0-9-]+:[A-Za-z0-9*?]+$/.test(text)) {
    shape.problem(path, `${JSON.stringify(text)} is no action; "service:Action" is expected`);
  }
  return text;
}

function condition(shape: Shape, value: unknown, path: string): DemandedCondition {
  const object = shape.object(value, path, ['key', 'operator', 'values'], ['mayBeAbsent']);
  const operator = shape.text(object.operator, join(path, 'operator'));
  const known = parseOperator(operator);
  if (operator !== '' && (known === undefined || known.ifExists || known.comparison === 'Null')) {
    shape.problem(join(path, 'operator'), `${JSON.stringify(operator)} is no operator that a contract can demand`);
  }
  if (object.mayBeAbsent !== undefined && typeof object.mayBeAbsent !== 'boolean') {
    shape.problem(join(path, 'mayBeAbsent'), 'true or false is expected');
  }
  return {
    key: shape.text(object.key, join(path, 'key')),
    operator,
    values: shape.texts(object.values, join(path, 'values')),
    mayBeAbsent: object.mayBeAbsent === true,
  };
}

const principals = { service: 'Service', aws: 'AWS', federated: 'Federated' } as const;

function trust(shape: Shape, value: unknown, path: string): TrustLine {
  const line = shape.object(value, path, ['action'], [...Object.keys(principals), 'reason', 'conditions']);
  if (line.reason !== undefined) shape.text(line.reason, join(path, 'reason'));
  const kinds = (['service', 'aws', 'federated'] as const).filter((name) => line[name] !== undefined);
  const [kind = 'service'] = kinds;
  if (kinds.length !== 1) shape.problem(path, 'names one principal: a service, aws (an ARN) or federated');
  const principal = shape.text(line[kind], join(path, kind));
  if (/[*?]/.test(principal))
    shape.problem(join(path, kind), 'names one principal exactly; AWS matches no patterns there');
  const action = shape.text(line.action, join(path, 'action'));
  if (action !== '' && !/^sts:[A-Za-z]+$/.test(action))
    shape.problem(join(path, 'action'), `${JSON.stringify(action)} is no action by which a role is assumed`);
  const at = join(path, 'conditions');
  // Who trusts a service for nobody in particular should have to say so.
  if (kind === 'service' && line.conditions === undefined)
    shape.problem(
      at,
      'is missing; aws:SourceAccount and aws:SourceArn belong here, and {} says that the service sends neither',
    );
  const conditions = line.conditions === undefined ? {} : line.conditions;
  const keys = typeof conditions === 'object' && conditions !== null ? Object.keys(conditions) : [];
  const exact = texts(shape, conditions, at, keys);
  return {
    principal: { type: principals[kind], value: principal },
    action,
    conditions: keys.map((key) => ({ key, value: exact[key] ?? '' })),
  };
}

function use(shape: Shape, value: unknown, path: string): Use {
  const object = shape.object(value, path, [], ['machine', 'schedules', 'address']);
  const kinds = (['machine', 'schedules', 'address'] as const).filter((name) => object[name] !== undefined);
  const [kind = 'machine'] = kinds;
  if (kinds.length !== 1) shape.problem(path, 'names a machine, the group of schedules, or an address');
  const name = shape.text(object[kind], join(path, kind));
  if (kind === 'machine') return { kind, name };
  return kind === 'schedules' ? { kind, group: name } : { kind, pattern: name };
}

function exception(shape: Shape, value: unknown, path: string, index: number): Exception {
  const item = texts(shape, value, path, ['grant', 'reason', 'owner', 'expires']);
  if (item.grant !== '' && !/^sha256:[0-9a-f]{64}$/.test(item.grant))
    shape.problem(join(path, 'grant'), `${JSON.stringify(item.grant)} is no hash of a grant; a finding prints it`);
  refuseOtherThanDay(shape, item.expires, join(path, 'expires'));
  return { index, ...item };
}

function ignored(shape: Shape, value: unknown, path: string) {
  const item = texts(shape, value, path, ['address', 'reason', 'owner', 'expires']);
  refuseOtherThanDay(shape, item.expires, join(path, 'expires'));
  return item;
}

function refuseOtherThanDay(shape: Shape, day: string, path: string): void {
  if (day !== '' && !isDay(day)) shape.problem(path, `${JSON.stringify(day)} is no day; 2027-01-31 is`);
}

/** A day of the calendar: 2027-02-30 would else never come, or come late. */
export function isDay(text: string): boolean {
  const time = Date.parse(`${text}T00:00:00Z`);
  return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
