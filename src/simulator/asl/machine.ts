import { InputError } from '../../input-error';
import { type Json, isObject, parseJsonFile } from '../../json';
import { Fields } from './fields';
import { compileChoice } from './states/choice';
import { compileFail } from './states/fail';
import { compilePass } from './states/pass';
import type { CompiledState } from './states/state';
import { compileSucceed } from './states/succeed';
import { compileTask } from './states/task';
import { compileWait } from './states/wait';

/** A state machine that can run: its definition is checked and every expression in it is parsed. */
export interface Machine {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  readonly startAt: string;
  /** The longest duration of an execution as a whole, in seconds. */
  readonly timeoutSeconds: number;
  readonly states: ReadonlyMap<string, CompiledState>;
}

interface MachineOptions {
  readonly name: string;
  readonly arn: string;
  readonly roleArn: string;
  /** Whether an embedded service exists for an SDK integration. */
  readonly isSimulated: (service: string, api: string) => boolean;
}

/** A Standard execution ends after one year. https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const longestSeconds = 365 * 24 * 3600;
const longestStateName = 80;

/**
 * Reads a definition in the Amazon States Language (Standard, JSONPath). Throws InputError with one line for each problem: the error in the
 * definition, or the feature of the language that is not simulated, and the state.
 */
export function compileMachine(definition: string, options: MachineOptions): Machine {
  const problems: string[] = [];
  const machine = readMachine(parseJsonFile(definition, `definition of ${options.name}`), options, problems);
  if (problems.length > 0) throw new InputError(problems);
  return machine;
}

function readMachine(definition: Json, options: MachineOptions, problems: string[]): Machine {
  const where = `definition of ${options.name}`;
  if (!isObject(definition)) throw InputError.of(`${where}: must be an object`);
  const fields = new Fields(where, definition, problems);
  const language = fields.text('QueryLanguage') ?? 'JSONPath';
  if (language !== 'JSONPath') fields.problem(`QueryLanguage ${language} is not supported by the simulator`);
  fields.text('Version');
  const timeoutSeconds = fields.number('TimeoutSeconds', 1, 99_999_999) ?? longestSeconds;
  const startAt = fields.requiredText('StartAt');
  const sources = fields.object('States')?.members() ?? [];
  fields.finish();
  const known = new Set(sources.map(([name]) => name));
  if (startAt !== '' && !known.has(startAt))
    fields.problem(`StartAt names ${JSON.stringify(startAt)}, which is not a state`);
  const states = new Map<string, CompiledState>();
  for (const [name, source] of sources) {
    const at = new Fields(`${where}: state ${JSON.stringify(name)}`, source, problems);
    if (name.length > longestStateName) at.problem(`a state's name has at most ${longestStateName} characters`);
    const state = compileState(at, options);
    if (!state) continue;
    states.set(name, state);
    for (const target of at.targets()) {
      if (!known.has(target)) at.problem(`leads to ${JSON.stringify(target)}, which is not a state`);
    }
  }
  fields.text('Comment');
  const { name, arn, roleArn } = options;
  return { name, arn, roleArn, startAt, timeoutSeconds: Math.min(timeoutSeconds, longestSeconds), states };
}

function compileState(fields: Fields, options: MachineOptions): CompiledState | undefined {
  const type = fields.requiredText('Type');
  const language = fields.text('QueryLanguage') ?? 'JSONPath';
  if (language !== 'JSONPath') fields.problem(`QueryLanguage ${language} is not supported by the simulator`);
  const state = compileType(type, fields, options);
  if (state) fields.finish();
  else if (type !== '') fields.problem(`the state type ${type} is not supported by the simulator`);
  return state;
}

function compileType(type: string, fields: Fields, options: MachineOptions): CompiledState | undefined {
  switch (type) {
    case 'Task':
      return compileTask(fields, options.isSimulated);
    case 'Pass':
      return compilePass(fields);
    case 'Choice':
      return compileChoice(fields);
    case 'Wait':
      return compileWait(fields);
    case 'Succeed':
      return compileSucceed(fields);
    case 'Fail':
      return compileFail(fields);
    default:
      return undefined;
  }
}
