import { auditFormatNames } from '../../../audit/formats/names';
import { InputError } from '../../../input-error';
import { chooseEnvironment } from '../../../operations/place';
import type { EnvironmentSettings, Settings } from '../../../settings';
import { targetsIn } from '../check/options';
import { sinceDaysOf } from '../since-days';

/** The options of the command, as commander reads them. */
export interface Options {
  readonly environment?: readonly string[];
  readonly profile?: string;
  readonly region?: string;
  readonly endpointUrl?: string;
  readonly sinceDays?: string;
  readonly now?: string;
  readonly printPolicy?: boolean;
  readonly contract?: readonly string[];
  readonly format?: string;
  readonly json?: boolean;
  readonly output?: readonly string[];
  readonly since?: string;
  readonly signedBy?: string;
  readonly sign?: string;
}

/** An environment, and the profile with credentials for its account. */
export interface Chosen {
  readonly environment: EnvironmentSettings;
  readonly profile: string | undefined;
  /** The option that names the profile. */
  readonly profileOption: string;
}

/** The environments that the call names, each once; all of the settings if it names none. */
export function chosenIn(settings: Settings, { environment: named, profile }: Options): readonly Chosen[] {
  const profileOption = '--profile';
  if (named === undefined) return settings.environments.map((environment) => ({ environment, profile, profileOption }));
  const chosen = named.map((text): Chosen => {
    const [, name = text, own] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
    if (own === '') throw InputError.of(`--environment ${text}: names no profile; write ${name}=PROFILE, or ${name}`);
    const environment = chooseEnvironment(settings, name);
    return own === undefined
      ? { environment, profile, profileOption }
      : { environment, profile: own, profileOption: `--environment ${text}` };
  });
  const names = chosen.map(({ environment }) => environment.name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw InputError.of(`--environment: ${twice} is named twice; name each environment once`);
  return chosen;
}

const day = 86_400_000;

/** The length of the period in milliseconds. */
export function periodOf({ sinceDays = '31' }: Options): number {
  return sinceDaysOf(sinceDays) * day;
}

/** The time of the files; undefined if the call does not name it. */
export function timeOf({ now }: Options, files: readonly string[]): number | undefined {
  if (now === undefined) return undefined;
  if (files.length === 0)
    throw InputError.of('--now: is the time of files; leave it out, because the account is asked as it is');
  const at = /^\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})$/.test(now) ? Date.parse(now) : NaN;
  if (!Number.isNaN(at)) return at;
  throw InputError.of(`--now: ${JSON.stringify(now)} is not a time; write one such as 2027-01-31T12:00:00Z`);
}

/** The reports to write. Throws an InputError for options that would have no effect. */
export function targetsOf(options: Options) {
  const targets = formatsOf(options);
  if (options.sign !== undefined && !targets.some((target) => target.format === 'json'))
    throw InputError.of('--sign: signs JSON only; add --output json=FILE');
  if (options.signedBy !== undefined && options.since === undefined)
    throw InputError.of('--signed-by: is about an earlier document; add --since FILE');
  return targets;
}

function formatsOf({ format, json, output }: Options) {
  if (json === true && format !== undefined && format !== 'json')
    throw InputError.of(`--json: contradicts --format ${format}; leave one out`);
  return targetsIn(
    { format: json === true ? 'json' : (format ?? 'text'), ...(output === undefined ? {} : { output }) },
    auditFormatNames,
  );
}
