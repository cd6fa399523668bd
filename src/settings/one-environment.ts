import type { Settings as WrittenSettings } from '../../generated/settings-types';
import { InputError } from '../input-error';
import { printable } from '../text/printable';
import { redact } from '../text/show';
import { readSettings } from './parse';
import { pathText, startsWith } from './path';
import type { EnvironmentSettings } from './settings';

type WrittenEnvironment = Extract<WrittenSettings['environments'], readonly unknown[]>[number];

/** The settings of one environment: the same names, defaults and rules as in `cdktf.json`. */
export interface RotationSettings
  extends
    Pick<WrittenEnvironment, 'name' | 'accountId' | 'region' | 'partition'>,
    Omit<WrittenSettings, '$schema' | 'environments' | 'users' | 'leftOut' | 'state' | 'assumeRole'> {
  /** A program reads a file of users itself. */
  readonly users: Extract<WrittenSettings['users'], readonly unknown[]>;
}

/** The settings of one environment, with those of its provider and its backend. */
export interface RotationStackSettings
  extends
    RotationSettings,
    Pick<WrittenEnvironment, 'assumeRole' | 'profile'>,
    Pick<WrittenSettings, 'leftOut' | 'state'> {}

const environmentPath = ['environments', 0] as const;

/**
 * The effective settings of one environment. Throws an InputError with one line for each problem.
 * @param owner the construct with the settings, for messages
 */
export function parseEnvironment(written: RotationStackSettings, owner: string, now = new Date()): EnvironmentSettings {
  if ('environments' in written)
    throw InputError.of(
      `${owner}: environments: these are the settings of one environment; write "name", "accountId" and "region" next to "users"`,
    );
  const { name, accountId, region, partition, assumeRole, profile, ...others } = written;
  const own = present({ name, accountId, region, partition, assumeRole, profile });
  const { settings, problems } = readSettings({ ...present(others), environments: [own] }, now);
  const [environment] = settings?.environments ?? [];
  if (environment !== undefined) return environment;
  const lines = problems.map(({ path, text }) => {
    const place = pathText(startsWith(path, environmentPath) ? path.slice(environmentPath.length) : path);
    return `${owner}: ${printable(redact(place === '' ? text : `${place}: ${text}`))}`;
  });
  throw new InputError([...new Set(lines)]);
}

/** In a program, a member can be there and undefined. */
function present(members: object): object {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));
}
