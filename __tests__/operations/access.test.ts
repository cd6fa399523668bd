import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { refuseAccess, type Access } from '../../src/account/sdk/access';

describe('an access that cannot work', () => {
  const folder = mkdtempSync(join(tmpdir(), 'keyturn-access-'));
  const files = { AWS_CONFIG_FILE: join(folder, 'config'), AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials') };
  const before = { ...process.env };

  beforeAll(() => {
    writeFileSync(files.AWS_CONFIG_FILE, '[default]\n[profile operator]\nregion = eu-central-1\n[sso-session corp]\n');
    writeFileSync(files.AWS_SHARED_CREDENTIALS_FILE, '[ "deployer" ]\naws_access_key_id = none\n');
    Object.assign(process.env, files);
  });
  afterAll(() => {
    process.env = before;
    rmSync(folder, { recursive: true });
  });

  const refused = (access: Partial<Access>) => () => refuseAccess({ region: 'eu-central-1', ...access });

  test.each([['default'], ['operator'], ['deployer']])('the profile %s is there', (profile) => {
    expect(refused({ profile, endpointUrl: 'http://127.0.0.1:5000' })).not.toThrow();
  });

  test.each<[string, Partial<Access>, string]>([
    ['a profile that is not there', { profile: 'operater' }, '--profile: there is no profile "operater" in '],
    ['a session is not a profile', { profile: 'corp' }, 'write one of "default", "operator", "deployer"'],
    ['a similar profile is named', { profile: 'operater' }, 'did you mean "operator"?'],
    ['a region that is none', { region: 'frankfurt' }, '--region: "frankfurt" is not an AWS region; '],
    ['an address without a protocol', { endpointUrl: 'localhost:5000' }, '--endpoint-url: must be an address such as '],
  ])('%s', (_, access, why) => {
    expect(refused(access)).toThrow(why);
  });

  test('no file has a profile', () => {
    Object.assign(process.env, { AWS_CONFIG_FILE: join(folder, 'none'), AWS_SHARED_CREDENTIALS_FILE: folder });
    expect(refused({ profile: 'operator' })).toThrow(/; these files have no profiles$/);
  });
});
