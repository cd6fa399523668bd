import { homedir } from 'node:os';
import { join } from 'node:path';
import { tryReadText } from '../../files';
import { InputError } from '../../input-error';
import { regionName } from '../../settings/fields/check-names';
import { didYouMean } from '../../text/suggest';

/** The place and the credentials with which an operator calls AWS. */
export interface Access {
  readonly region: string;
  readonly profile?: string | undefined;
  readonly endpointUrl?: string | undefined;
}

/** Throws InputError for an option with which no call can succeed: the SDK would say so in words of its own, or use other credentials. */
export function refuseAccess({ region, profile, endpointUrl }: Access): void {
  refusePlace({ region, endpointUrl });
  const unknown = unknownProfile(profile);
  if (unknown !== undefined) throw InputError.of(unknown);
}

/** The same for the options that do not choose the credentials. */
export function refusePlace({ region, endpointUrl }: Omit<Access, 'profile'>): void {
  const wrong = regionName(region);
  if (wrong !== undefined) throw InputError.of(`--region: ${JSON.stringify(region)} ${wrong}`);
  if (endpointUrl !== undefined && !isWebAddress(endpointUrl))
    throw InputError.of(
      `--endpoint-url: must be an address such as http://127.0.0.1:5000; got ${JSON.stringify(endpointUrl)}`,
    );
}

/** Says in one line that the profile does not exist: the one of the call, named by its option, or else AWS_PROFILE. */
export function unknownProfile(profile: string | undefined, option = '--profile'): string | undefined {
  if (profile !== undefined) return lineAbout(option, profile);
  // The SDK prefers it to all other credentials, and says only that it found none.
  const { AWS_PROFILE = '' } = process.env;
  return AWS_PROFILE === '' ? undefined : lineAbout('AWS_PROFILE', AWS_PROFILE);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Without the profile, the SDK would use the role of the machine that it runs on. */
function lineAbout(setting: string, profile: string): string | undefined {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const config = AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config');
  const credentials = AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials');
  const names = [...profilesIn(config, 'profile '), ...profilesIn(credentials, '')];
  if (names.includes(profile)) return undefined;
  const hint = names.length === 0 ? 'these files have no profiles' : didYouMean(profile, [...new Set(names)]);
  return `${setting}: there is no profile ${JSON.stringify(profile)} in ${config} and ${credentials}; ${hint}`;
}

/** The names of the profiles in one of the files that tools of AWS share. https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html */
function profilesIn(file: string, prefix: string): readonly string[] {
  const sections = [...(tryReadText(file, file, 'skipped') ?? '').matchAll(/^\s*\[\s*([^\]]*?)\s*\]/gm)].map(
    ([, name = '']) => name,
  );
  return sections.flatMap((name) => {
    const words = name.replace(/\s+/g, ' ').replace(/["']/g, '');
    if (words === 'default') return [words];
    return words.startsWith(prefix) ? [words.slice(prefix.length)] : [];
  });
}
