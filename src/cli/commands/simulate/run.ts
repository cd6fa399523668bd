import { InputError } from '../../../input-error';
import { rotate, scenarioOf } from '../../../simulator';
import { printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { documentOf } from './document';
import { textOf } from './text';
import { chooseDeployment } from '../../stack';

export interface SimulateOptions {
  readonly user?: string;
  readonly strategy?: string;
  readonly keys?: string;
  readonly sandbox?: boolean;
  readonly defaultConfigurationSet?: string;
  readonly json?: boolean;
}

/** Rotates once in the embedded AWS and prints each step. Returns 1 if the execution did not succeed. Throws an InputError. */
export async function run(stack: string | undefined, options: SimulateOptions, io: Io): Promise<number> {
  const keys = keysOf(options.keys ?? '1');
  const deployment = await chooseDeployment(stack, options, io);
  const { user, sandbox = false, defaultConfigurationSet } = options;
  const scenario = scenarioOf(deployment, {
    keys,
    sandbox,
    ...(user === undefined ? {} : { user }),
    ...(defaultConfigurationSet === undefined ? {} : { defaultConfigurationSet }),
  });
  const rotation = rotate(scenario);
  const { stackName } = deployment;
  const printed = options.json
    ? `${printableJson(documentOf(scenario, rotation, stackName))}\n`
    : textOf(scenario, rotation, stackName, io.isTerminal);
  io.stdout(printed);
  return rotation.ended.status === 'SUCCEEDED' ? exitCodes.clean : exitCodes.findings;
}

function keysOf(text: string): 0 | 1 | 2 {
  if (text === '0') return 0;
  if (text === '1') return 1;
  if (text === '2') return 2;
  throw InputError.of(`--keys: ${JSON.stringify(text)} is not one of 0, 1, 2`);
}
