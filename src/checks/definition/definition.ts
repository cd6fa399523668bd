import { transitionsOf } from '../../asl';
import { isArray, isObject, type Json, type JsonObject, JsonSyntaxError, parseJson } from '../../json';
import { plainText, type Resource, textOf, Unknown } from '../../model';

/** A state with its place in the definition; those inside branches and maps have a longer pointer. */
export interface DefinedState {
  readonly name: string;
  readonly pointer: string;
  readonly state: JsonObject;
}

/** The definition of a machine as data; a problem is whatever of it could not be understood. */
export interface Definition {
  readonly root: JsonObject;
  /** All states at every depth. */
  readonly states: readonly DefinedState[];
  /** The outermost states by name. */
  readonly top: ReadonlyMap<string, DefinedState>;
  readonly startAt: string;
  readonly problems: readonly { readonly message: string; readonly state?: string; readonly pointer?: string }[];
}

type DefinitionProblem = Definition['problems'][number];

const everyState = ['Type', 'Comment', 'Next', 'End', 'InputPath', 'OutputPath', 'QueryLanguage'];
const container = ['ResultSelector', 'ResultPath', 'Retry', 'Catch', 'Parameters'];

/** The fields of each type in JSONPath; a field that is not here may move data or rights in a way that nobody looked at. */
const fields: { readonly [type: string]: readonly string[] } = {
  Task: [
    ...container,
    'Resource',
    'TimeoutSeconds',
    'TimeoutSecondsPath',
    'HeartbeatSeconds',
    'HeartbeatSecondsPath',
    'Credentials',
  ],
  Pass: ['Parameters', 'Result', 'ResultPath'],
  Choice: ['Choices', 'Default'],
  Wait: ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath'],
  Succeed: [],
  Fail: ['Error', 'Cause', 'ErrorPath', 'CausePath'],
  Parallel: [...container, 'Branches'],
  Map: [
    ...container,
    'ItemsPath',
    'ItemSelector',
    'ItemProcessor',
    'Iterator',
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'Label',
    'MaxConcurrency',
    'MaxConcurrencyPath',
    'ToleratedFailureCount',
    'ToleratedFailureCountPath',
    'ToleratedFailurePercentage',
    'ToleratedFailurePercentagePath',
  ],
};
const rootFields = ['Comment', 'StartAt', 'States', 'TimeoutSeconds', 'Version', 'QueryLanguage', 'ProcessorConfig'];

/** Reads the definition of an `aws_sfn_state_machine`. Throws nothing: what cannot be read is a problem of the definition. */
export function readDefinition(machine: Resource): Definition {
  const text = textOf(machine.values, 'definition');
  const unreadable = (message: string): Definition => ({
    root: {},
    states: [],
    top: new Map(),
    startAt: '',
    problems: [{ message }],
  });
  if (text === undefined) return unreadable('it is missing');
  if (text instanceof Unknown) return unreadable(`it is not known: ${text.reason}`);
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return unreadable(error.message);
    throw error;
  }
  if (!isObject(value)) return unreadable('it is not an object');
  const states: DefinedState[] = [];
  const problems: DefinitionProblem[] = [];
  collect(value, '', states, problems);
  const top = new Map(
    states.filter(({ pointer }) => pointer.split('/').length === 3).map((state) => [state.name, state]),
  );
  const startAt = textOf(value, 'StartAt');
  if (typeof startAt !== 'string' || !top.has(startAt)) problems.push({ message: 'StartAt names no state' });
  return { root: value, states, top, startAt: typeof startAt === 'string' ? startAt : '', problems };
}

/** Walks one machine, and those inside its branches and maps. */
function collect(machine: JsonObject, pointer: string, states: DefinedState[], problems: DefinitionProblem[]): void {
  inspectFields(machine, rootFields, pointer, undefined, problems);
  const own = machine['States'];
  if (!isObject(own)) {
    problems.push({ message: `${pointer || 'the definition'} has no States`, pointer });
    return;
  }
  for (const [name, state] of Object.entries(own)) {
    const at = `${pointer}/States/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (!isObject(state)) {
      problems.push({ message: `state "${name}" is not an object`, state: name, pointer: at });
      continue;
    }
    states.push({ name, pointer: at, state });
    const type = plainText(state, 'Type');
    const known = Object.hasOwn(fields, type) ? fields[type] : undefined;
    if (known === undefined)
      problems.push({
        message: `state "${name}" has the type ${JSON.stringify(type)}, which is not understood`,
        state: name,
        pointer: at,
      });
    else inspectFields(state, [...everyState, ...known], at, name, problems);
    if (transitionsOf(state).some(({ to }) => to === undefined))
      problems.push({ message: `state "${name}" leads to what is not the name of a state`, state: name, pointer: at });
    for (const { inner, at: innerAt } of innerMachines(state, at)) collect(inner, innerAt, states, problems);
  }
}

function inspectFields(
  object: JsonObject,
  known: readonly string[],
  pointer: string,
  state: string | undefined,
  problems: DefinitionProblem[],
): void {
  const of = state === undefined ? 'the definition' : `state "${state}"`;
  for (const name of Object.keys(object)) {
    if (!known.includes(name)) {
      problems.push({
        message: `${of} has a field "${name}" that is not understood`,
        pointer: `${pointer}/${name}`,
        ...(state === undefined ? {} : { state }),
      });
    }
  }
  const language = object['QueryLanguage'];
  if (language !== undefined && language !== 'JSONPath') {
    problems.push({
      message: `${of} is written in ${JSON.stringify(language)}; only JSONPath is understood`,
      pointer,
      ...(state === undefined ? {} : { state }),
    });
  }
}

function innerMachines(state: JsonObject, pointer: string): { inner: JsonObject; at: string }[] {
  const branches = state['Branches'];
  const candidates: [Json | undefined, string][] = [
    ...(isArray(branches)
      ? branches.map((branch, index): [Json, string] => [branch, `${pointer}/Branches/${index}`])
      : []),
    [state['ItemProcessor'], `${pointer}/ItemProcessor`],
    [state['Iterator'], `${pointer}/Iterator`],
  ];
  return candidates.flatMap(([inner, at]) => (isObject(inner) ? [{ inner, at }] : []));
}

/** The type of a state. */
export function typeOf({ state }: DefinedState): string {
  return plainText(state, 'Type');
}

/** The objects of a list field, such as Catch or Choices. */
export function objectsOf(state: JsonObject, name: string): readonly JsonObject[] {
  const value = state[name];
  return isArray(value) ? value.filter(isObject) : [];
}

/** Whether states run inside others, where the order of states no longer is the order of their names. */
export function hasInnerMachines({ states }: Definition): boolean {
  return states.some((state) => ['Parallel', 'Map'].includes(typeOf(state)));
}
