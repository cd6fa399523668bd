import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { loadSettings } from '../../src/settings';
import { update } from '../update';
import { removeTemporaryFolders, temporaryFolder } from './folders';

afterAll(removeTemporaryFolders);

const root = join(__dirname, '..', '..');
const recorded = join(root, '__tests__', 'fixtures', 'sample', 'stack.json');

test('the stack that the tests of checks edit is what the settings of the project become today', () => {
  const before = readFileSync(recorded, 'utf8');
  const outdir = temporaryFolder();
  synthesise(loadSettings(join(root, 'cdktf.json')), outdir);
  const now = readFileSync(join(outdir, 'stacks', 'keyturn-staging', 'cdk.tf.json'), 'utf8');
  update(recorded, now);
  expect(JSON.parse(before)).toEqual(JSON.parse(now));
});
