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
  const wrong = regionName(region);
  if (wrong !== undefined) throw InputError.of(`--region: ${JSON.stringify(region)} ${wrong}`);
  if (endpointUrl !== undefined && !isWebAddress(endpointUrl))
    throw InputError.of(
      `--endpoint-url: must be an address such as http://127.0.0.1:5000; got ${JSON.stringify(endpointUrl)}`,
    );
  if (profile !== undefined) refuseProfile('--profile', profile);
  // The SDK prefers it to all other credentials, and says only that it found none.
  else if (process.env.AWS_PROFILE !== undefined && process.env.AWS_PROFILE !== '')
    refuseProfile('AWS_PROFILE', process.env.AWS_PROFILE);
}

function isWebAddress(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** Without the profile, the SDK would use the role of the machine that it runs on. */
function refuseProfile(setting: string, profile: string): void {
  const { AWS_CONFIG_FILE, AWS_SHARED_CREDENTIALS_FILE } = process.env;
  const config = AWS_CONFIG_FILE ?? join(homedir(), '.aws', 'config');
  const credentials = AWS_SHARED_CREDENTIALS_FILE ?? join(homedir(), '.aws', 'credentials');
  const names = [...profilesIn(config, 'profile '), ...profilesIn(credentials, '')];
  if (names.includes(profile)) return;
  const hint = names.length === 0 ? 'these files have no profiles' : didYouMean(profile, [...new Set(names)]);
  throw InputError.of(
    `${setting}: there is no profile ${JSON.stringify(profile)} in ${config} and ${credentials}; ${hint}`,
  );
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
