import { JsonSyntaxError, parseJson, parseOperator } from '../iam';
import { InputError } from '../problem';
import {
  parameters,
  type Contract,
  type DemandedCondition,
  type IdentityLine,
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
    ['$schema', 'environments', 'pairs', 'acceptedUsers', 'ignored'],
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
    pairs:
      root.pairs === undefined
        ? undefined
        : shape.list(root.pairs, 'pairs', 1, (pair, path) => texts(shape, pair, path, ['userName', 'secretName'])),
    trust: trust(shape, root.trust),
    uses: shape.list(root.uses, 'uses', 0, (item, path) => use(shape, item, path)),
    acceptedUsers: shape.list(root.acceptedUsers, 'acceptedUsers', 0, (user, path) =>
      texts(shape, user, path, ['name', 'reason']),
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
  const object = shape.object(value, 'subject', [], ['machine', 'role']);
  if (object.machine !== undefined && object.role === undefined) {
    return { kind: 'machine', name: shape.text(object.machine, 'subject.machine') };
  }
  if (object.role !== undefined && object.machine === undefined) {
    return { kind: 'role', name: shape.text(object.role, 'subject.role') };
  }
  shape.problem('subject', 'names either a machine or a role');
  return { kind: 'role', name: '' };
}

function identityLine(shape: Shape, value: unknown, path: string, index: number): IdentityLine {
  const object = shape.object(value, path, ['actions', 'resources'], ['conditions', 'withoutCall']);
  return {
    index,
    actions: shape.list(object.actions, join(path, 'actions'), 1, (item, at) => action(shape, item, at)),
    resources: shape.texts(object.resources, join(path, 'resources')),
    conditions: shape.list(object.conditions, join(path, 'conditions'), 0, (item, at) => condition(shape, item, at)),
    withoutCall:
      object.withoutCall === undefined ? undefined : shape.text(object.withoutCall, join(path, 'withoutCall')),
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

function trust(shape: Shape, value: unknown): TrustLine {
  const { conditions, ...line } = shape.object(value, 'trust', ['service', 'action', 'conditions'], []);
  const keys = ['aws:SourceAccount', 'aws:SourceArn'] as const;
  const exact = texts(shape, conditions ?? {}, 'trust.conditions', keys);
  return {
    service: shape.text(line.service, 'trust.service'),
    action: shape.text(line.action, 'trust.action'),
    sourceAccount: exact['aws:SourceAccount'],
    sourceArn: exact['aws:SourceArn'],
  };
}

function use(shape: Shape, value: unknown, path: string): Use {
  const object = shape.object(value, path, [], ['machine', 'schedules']);
  if (object.machine !== undefined) return { kind: 'machine', name: shape.text(object.machine, join(path, 'machine')) };
  if (object.schedules === undefined) shape.problem(path, 'names a machine, or the group of schedules');
  return { kind: 'schedules', group: shape.text(object.schedules, join(path, 'schedules')) };
}

function ignored(shape: Shape, value: unknown, path: string) {
  const item = texts(shape, value, path, ['address', 'reason', 'owner', 'expires']);
  if (item.expires !== '' && !/^\d{4}-\d\d-\d\d$/.test(item.expires)) {
    shape.problem(join(path, 'expires'), `${JSON.stringify(item.expires)} is no day; 2027-01-31 is`);
  }
  return item;
}
