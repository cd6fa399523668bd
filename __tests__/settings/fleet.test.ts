import fc from '../fast-check';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadSettings, settingsDigest, type Settings } from '../../src/settings';
import { changed, now } from './sample';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

const environments = ['one', 'two', 'three'].map((name, index) => ({
  name,
  accountId: `11112222333${index}`,
  region: 'eu-central-1',
}));

interface Row {
  readonly userName: string;
  readonly path: string;
  readonly belongs: readonly string[];
}

function load(rows: readonly Row[]): Settings {
  const lines = rows.map(({ userName, path, belongs }) => `${userName},${path},${userName}/aws,${belongs.join('; ')}`);
  writeFileSync(join(folder, 'users.csv'), ['userName,path,secretName,environments', ...lines].join('\n'));
  const keyturn = changed({ users: { file: 'users.csv' }, environments });
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify({ context: { keyturn } }));
  return loadSettings(join(folder, 'cdktf.json'), { now });
}

/** One row stays, so that no environment is empty. */
const first: Row = { userName: 'always', path: '/', belongs: [] };
const row = fc.record({
  userName: fc.stringMatching(/^[a-z][a-z0-9_+=.@-]{0,8}$/),
  path: fc.constantFrom('', '/', '/ci/'),
  belongs: fc.subarray(environments.map(({ name }) => name)),
});
const rows = fc.uniqueArray(row, { minLength: 1, maxLength: 12, selector: ({ userName }) => userName });
const sound = rows.map((some) => some.filter(({ userName }) => userName !== first.userName));

test('the order of the rows changes nothing, not even the digest of the settings as written', () => {
  fc.assert(
    fc.property(
      sound.chain((some) =>
        fc.tuple(fc.constant([first, ...some]), fc.shuffledSubarray([first, ...some], { minLength: some.length + 1 })),
      ),
      ([some, shuffled]) => {
        const [one, other] = [load(some), load(shuffled)];
        expect(other).toEqual(one);
        expect(other.environments.map(settingsDigest)).toEqual(one.environments.map(settingsDigest));
      },
    ),
  );
});

test('a user more changes that user alone, in the environments of the row', () => {
  fc.assert(
    fc.property(sound, row, (some, added) => {
      fc.pre(![first, ...some].some(({ userName }) => userName === added.userName));
      const [before, after] = [load([first, ...some]), load([...some, added, first])];
      before.environments.forEach((environment, index) => {
        const { users = [], ...others } = after.environments[index] ?? {};
        const isIn = added.belongs.length === 0 || added.belongs.includes(environment.name);
        expect(users.some(({ name }) => name === added.userName)).toBe(isIn);
        expect({ ...others, users: users.filter(({ name }) => name !== added.userName) }).toEqual(environment);
      });
    }),
  );
});
