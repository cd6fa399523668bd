import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseAccess } from '../../src/account/sdk/access';

const folder = mkdtempSync(join(tmpdir(), 'keyturn-profiles-'));
const config = join(folder, 'config');
const credentials = join(folder, 'credentials');
const before = { ...process.env };

beforeAll(() => {
  writeFileSync(config, '[default]\n[profile auditor]\n');
  writeFileSync(credentials, '');
});
beforeEach(() => Object.assign(process.env, { AWS_CONFIG_FILE: config, AWS_SHARED_CREDENTIALS_FILE: credentials }));
afterEach(() => void (process.env = { ...before }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const refused = (setting: string): string =>
  `${setting}: there is no profile "auditer" in ${config} and ${credentials}; did you mean "auditor"?`;

test('an unknown profile is refused in one line, from the call or from the environment', () => {
  expect(() => refuseAccess({ region: 'eu-central-1', profile: 'auditer' })).toThrow(refused('--profile'));
  process.env.AWS_PROFILE = 'auditer';
  expect(() => refuseAccess({ region: 'eu-central-1' })).toThrow(refused('AWS_PROFILE'));
});

test('a known profile passes, and the one of the call counts', () => {
  process.env.AWS_PROFILE = 'auditer';
  expect(() => refuseAccess({ region: 'eu-central-1', profile: 'auditor' })).not.toThrow();
  process.env.AWS_PROFILE = 'auditor';
  expect(() => refuseAccess({ region: 'eu-central-1' })).not.toThrow();
});
