import { simulateFleet, type Fleet } from '../../../../fleet';
import { InputError } from '../../../../input-error';
import { printableJson } from '../../../../text/printable';
import { exitCodes } from '../../../exit-codes';
import type { Io } from '../../../io';
import { accountLimits } from '../../../account-limits';
import { allDeployments, deploymentsOf } from '../../../stack';
import { fleetDocument } from './document';
import { fleetPage } from './page';
import { fleetPicture } from './picture';
import { ratesOf } from './rates';
import { fleetText } from './text';

export interface FleetOptions {
  readonly fleet?: boolean;
  readonly days?: string;
  readonly sesPerSecond?: string;
  readonly iamPerSecond?: string;
  readonly format?: string;
  readonly svg?: boolean;
  readonly html?: boolean;
  readonly json?: boolean;
}

const DAY = 86_400_000;

/** Simulates every schedule from now on, and prints the load and the ages of keys. Throws an InputError. */
export async function runFleet(stack: string | undefined, options: FleetOptions, io: Io): Promise<number> {
  const format = formatOf(options);
  const days = numberOf(options.days, { name: '--days', most: 4000 }) ?? 400;
  const given = {
    sesPerSecond: numberOf(options.sesPerSecond, { name: '--ses-per-second', most: 10_000 }),
    iamPerSecond: numberOf(options.iamPerSecond, { name: '--iam-per-second', most: 10_000 }),
  };
  const deployments = stack === undefined ? allDeployments(io.cwd) : deploymentsOf(stack, io.cwd);
  const from = io.now.getTime();
  const limits = await accountLimits(io);
  const fleet = simulateFleet(deployments, { from, until: from + days * DAY }, (place) =>
    ratesOf(place, given, limits ?? []),
  );
  io.stdout(print[format](fleet, limits !== undefined));
  return exitCodes.clean;
}

type Format = 'text' | 'json' | 'svg' | 'html';

/** The text of each format. */
const print: Readonly<Record<Format, (fleet: Fleet, hasLimits: boolean) => string>> = {
  text: fleetText,
  json: (fleet) => `${printableJson(fleetDocument(fleet))}\n`,
  svg: fleetPicture,
  html: fleetPage,
};

/** The format that the call names, once. Commander has checked the value of --format. */
function formatOf({ format, svg, html, json }: FleetOptions): Format {
  const flags = (['svg', 'html', 'json'] as const).filter((name) => ({ svg, html, json })[name] === true);
  const named = (Object.keys(print) as Format[]).find((name) => name === format);
  const all = new Set([...(named === undefined ? [] : [named]), ...flags]);
  if (all.size > 1) throw InputError.of('--svg: prints a picture, --html a page, and --json a document; give one');
  return [...all][0] ?? 'text';
}

interface NumberOption {
  readonly name: string;
  readonly most: number;
}

function numberOf(text: string | undefined, { name, most }: NumberOption): number | undefined {
  if (text === undefined) return undefined;
  const number = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (number >= 1 && number <= most) return number;
  throw InputError.of(`${name}: ${JSON.stringify(text)} is not a whole number from 1 to ${most}`);
}
