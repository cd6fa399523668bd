import { transitionsOf } from '../../asl';
import { isArray, isObject, isWrittenAs, type Json, type JsonObject, JsonSyntaxError, parseJson } from '../../json';
import { plainText, type Resource, textOf, Unknown } from '../../model';
import { once } from '../../once';
import { type Form, type Problem, Site } from './language/form';
import { formOf, machines } from './language/states';

/** A state with its place in the definition; a state inside a branch or a Map has a longer pointer. */
export interface DefinedState {
  readonly name: string;
  readonly pointer: string;
  readonly state: JsonObject;
}

/** The definition of a machine as data; a problem is a part that Keyturn does not understand. */
export interface Definition {
  readonly root: JsonObject;
  /** All states at every level. */
  readonly states: readonly DefinedState[];
  /** The states of the top level, by name. */
  readonly top: ReadonlyMap<string, DefinedState>;
  readonly startAt: string;
  readonly problems: readonly Problem[];
}

/**
 * The definitions that were read last. The environments of a project have the same text, so they share one object, and each analysis of it runs
 * once.
 */
const recent = new Map<string, Definition>();
const mostRecent = 4;

/**
 * Reads the definition of an `aws_sfn_state_machine`, once for each resource. Throws nothing: a part that cannot be read is a problem of the
 * definition.
 */
export const readDefinition = once((machine: Resource): Definition => {
  const text = textOf(machine.values, 'definition');
  if (text === undefined) return unreadable('it is missing');
  if (text instanceof Unknown) return unreadable(`it is not known: ${text.reason}`);
  const known = recent.get(text);
  if (known !== undefined) return known;
  const definition = readText(text);
  if (recent.size >= mostRecent) recent.clear();
  recent.set(text, definition);
  return definition;
});

function unreadable(message: string): Definition {
  return { root: {}, states: [], top: new Map(), startAt: '', problems: [{ message, doubt: 'calls' }] };
}

function readText(text: string): Definition {
  let value: Json;
  try {
    value = parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError) return unreadable(error.message);
    throw error;
  }
  if (!isObject(value)) return unreadable('it is not an object');
  const states: DefinedState[] = [];
  const problems: Problem[] = [];
  collect({ machine: value, pointer: '', form: machines.definition, isInMap: false }, states, problems);
  const top = new Map(
    states.filter(({ pointer }) => pointer.split('/').length === 3).map((state) => [state.name, state]),
  );
  const startAt = textOf(value, 'StartAt');
  return { root: value, states, top, startAt: typeof startAt === 'string' ? startAt : '', problems };
}

/** The definition, or a machine that a state runs inside it. */
interface Machine {
  readonly machine: JsonObject;
  readonly pointer: string;
  readonly form: Form;
  readonly isInMap: boolean;
}

/** The most characters of a state name. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestName = 80;

/** Reads one machine, and the machines inside its branches and Maps. */
function collect({ machine, pointer, form, isInMap }: Machine, states: DefinedState[], problems: Problem[]): void {
  const site = new Site({ of: pointer || 'the definition', pointer, problems });
  form(machine, site);
  checkLanguage(machine, site);
  const own = machine['States'];
  if (!isObject(own)) {
    site.problem('has no States', 'calls');
    return;
  }
  const isState = (name: Json | undefined): boolean => typeof name === 'string' && Object.hasOwn(own, name);
  if (!isState(machine['StartAt'])) site.problem('has a StartAt that names no state', 'data');
  for (const [name, state] of Object.entries(own)) {
    const at = `${pointer}/States/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    const part = { of: `state ${JSON.stringify(name)}`, pointer: at, state: name, problems };
    if (!isObject(state)) {
      new Site(part).problem('is not an object', 'calls');
      continue;
    }
    if (name.length > longestName) new Site(part).problem(`has a name of more than ${longestName} characters`);
    const read = readState({ name, pointer: at, state }, isInMap);
    states.push(read.defined);
    problems.push(...read.problems);
    if (transitionsOf(state).some(({ to }) => !isState(to)))
      new Site(part).problem('leads to what is not the name of a state', 'data');
    for (const inner of innerMachines(state, at, isInMap || state['Type'] === 'Map')) collect(inner, states, problems);
  }
}

/** A state, and its problems that do not depend on other states. */
interface ReadState {
  readonly defined: DefinedState;
  readonly problems: readonly Problem[];
}

/**
 * The states that were read last, by place. Definitions have most of their states in common, and each analysis of a state is kept with its
 * object, so equal states share one object.
 */
const known = new Map<string, ReadState & { readonly isInMap: boolean }>();
const mostKnown = 20_000;

function readState(defined: DefinedState, isInMap: boolean): ReadState {
  const found = known.get(defined.pointer);
  if (found?.isInMap === isInMap && isWrittenAs(found.defined.state, defined.state)) return found;
  const problems: Problem[] = [];
  checkState(defined, isInMap, problems);
  const read = { defined, problems, isInMap };
  if (known.size >= mostKnown) known.clear();
  known.set(defined.pointer, read);
  return read;
}

function checkState({ name, pointer, state }: DefinedState, isInMap: boolean, problems: Problem[]): void {
  const type = state['Type'];
  const runs = { isInMap: isInMap || type === 'Map', hasTaskToken: waitsForToken(state) };
  const site = new Site({ of: `state ${JSON.stringify(name)}`, pointer, state: name, problems, ...runs });
  const form = formOf(type);
  if (form === undefined) site.problem(`has the type ${JSON.stringify(type ?? '')}, which is not understood`, 'calls');
  else form(state, site);
  checkLanguage(state, site);
}

function checkLanguage(object: JsonObject, site: Site): void {
  const language = object['QueryLanguage'];
  if (language !== undefined && language !== 'JSONPath')
    site.problem(`is written in ${JSON.stringify(language)}; only JSONPath is understood`, 'data');
}

/** Whether a state calls a service and then waits for its task token, or is an activity. */
function waitsForToken(state: JsonObject): boolean {
  return /\.waitForTaskToken$|^arn:[^:]*:states:[^:]*:[^:]*:activity:/.test(plainText(state, 'Resource'));
}

function innerMachines(state: JsonObject, pointer: string, isInMap: boolean): Machine[] {
  const branches = state['Branches'];
  const candidates: [Json | undefined, string, Form][] = [
    ...(isArray(branches)
      ? branches.map((branch, index): [Json, string, Form] => [branch, `/Branches/${index}`, machines.branch])
      : []),
    [state['ItemProcessor'], '/ItemProcessor', machines.processor],
    [state['Iterator'], '/Iterator', machines.branch],
  ];
  return candidates.flatMap(([machine, at, form]) =>
    isObject(machine) ? [{ machine, pointer: `${pointer}${at}`, form, isInMap }] : [],
  );
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

/** Whether states run inside other states; the order of states is then not the order of their names. */
export function hasInnerMachines({ states }: Definition): boolean {
  return states.some((state) => ['Parallel', 'Map'].includes(typeOf(state)));
}
