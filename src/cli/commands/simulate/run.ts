import { InputError } from '../../../input-error';
import { rotate, scenarioOf } from '../../../simulator';
import { printableJson } from '../../../text/printable';
import { exitCodes } from '../../exit-codes';
import type { Io } from '../../io';
import { documentOf } from './document';
import { runFleet, type FleetOptions } from './fleet/run';
import { textOf } from './text';
import { chooseDeployment } from '../../stack';

export interface SimulateOptions extends FleetOptions {
  readonly user?: string;
  readonly strategy?: string;
  readonly keys?: string;
  readonly sandbox?: boolean;
  readonly defaultConfigurationSet?: string;
}

/**
 * Rotates once in the embedded AWS and prints each step. Returns 1 if the execution did not succeed. With `--fleet`, simulates all schedules instead.
 * Throws an InputError.
 */
export async function run(stack: string | undefined, options: SimulateOptions, io: Io): Promise<number> {
  refuseMixed(options);
  if (options.fleet === true) return runFleet(stack, options, io);
  const keys = keysOf(options.keys ?? defaultKeys);
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

const ofOneRotation = ['user', 'strategy', 'keys', 'sandbox', 'defaultConfigurationSet'] as const;
/** The number of keys that a call has without --keys. */
const defaultKeys = '1';
const ofFleets = ['days', 'sesPerSecond', 'iamPerSecond', 'format', 'svg', 'html'] as const;

/** Refuses options that would have no effect. */
function refuseMixed(options: SimulateOptions): void {
  const isFleet = options.fleet === true;
  const isGiven = (name: keyof SimulateOptions): boolean =>
    options[name] !== undefined && !(name === 'keys' && options.keys === defaultKeys);
  const given = (isFleet ? ofOneRotation : ofFleets).find(isGiven);
  if (given === undefined) return;
  const name = `--${given.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
  throw InputError.of(
    isFleet
      ? `${name}: has no effect with --fleet; leave it out`
      : `${name}: has an effect with --fleet only; add --fleet`,
  );
}

function keysOf(text: string): 0 | 1 | 2 {
  if (text === '0') return 0;
  if (text === '1') return 1;
  if (text === '2') return 2;
  throw InputError.of(`--keys: ${JSON.stringify(text)} is not one of 0, 1, 2`);
}
