import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { synthesise } from '../../src/infrastructure';
import { InputError } from '../../src/input-error';
import type { EnvironmentSettings } from '../../src/settings';
import { slowTest, testSome } from '../effort';
import { environmentWith } from './environment';
import { filesOf, removeTemporaryFolders, temporaryFolder } from './folders';

afterAll(removeTemporaryFolders);
afterEach(() => delete process.env['CDKTF_OUTDIR']);

const shared: EnvironmentSettings['state'] = { backend: 's3', arguments: { bucket: 'b', key: 'k' } };

const settings = (names: readonly string[], state?: EnvironmentSettings['state']) => ({
  environments: names.map((name) => environmentWith({ name, ...(state === undefined ? {} : { state }) })),
});

/** Output folders as a synthesis leaves them, by their settings: each is synthesised once and copied. */
const originals = new Map<string, string>();

/** An output folder of a project, with the stacks of these environments, each of which Terraform was readied for. */
function synthesised(names: readonly string[], state?: EnvironmentSettings['state']): string {
  const key = JSON.stringify([names, state]);
  const original = originals.get(key) ?? join(temporaryFolder(), 'original');
  if (!originals.has(key)) synthesise(settings(names, state), original);
  originals.set(key, original);
  const folder = join(temporaryFolder(), 'cdktf.out');
  cpSync(original, folder, { recursive: true });
  for (const name of names) mkdirSync(join(folder, 'stacks', `keyturn-${name}`, '.terraform'));
  return folder;
}

/** The file of an environment's local state. */
const stateFile = (folder: string, name: string) => join(folder, '..', `terraform.keyturn-${name}.tfstate`);

describe('the stack of an environment that is gone', () => {
  it('moves aside whole, to the same depth, and is not in the manifest', () => {
    const folder = synthesised(['one', 'two']);
    writeFileSync(join(folder, 'stacks', 'keyturn-two', 'terraform.tfstate'), '{}');
    const before = readFileSync(join(folder, 'stacks', 'keyturn-two', 'cdk.tf.json'), 'utf8');
    mkdirSync(join(folder, 'stacks', 'network'));
    writeFileSync(join(folder, 'stacks', 'network', 'cdk.tf.json'), '{}');
    synthesise(settings(['one']), folder);
    expect(Object.keys(filesOf(folder)).sort()).toEqual([
      'manifest.json',
      'removed/keyturn-two/cdk.tf.json',
      'removed/keyturn-two/terraform.tfstate',
      'stacks/keyturn-one/cdk.tf.json',
      'stacks/network/cdk.tf.json',
    ]);
    expect(existsSync(join(folder, 'removed', 'keyturn-two', '.terraform'))).toBe(true);
    expect(readdirSync(join(folder, 'stacks')).sort()).toEqual(['keyturn-one', 'network']);
    expect(readFileSync(join(folder, 'removed', 'keyturn-two', 'cdk.tf.json'), 'utf8')).toBe(before);
    expect(readFileSync(join(folder, 'manifest.json'), 'utf8')).not.toContain('keyturn-two');
  });

  it('leaves an empty folder to the cdktf command line, which deletes it', () => {
    const folder = synthesised(['one', 'two']);
    process.env['CDKTF_OUTDIR'] = folder;
    synthesise(settings(['one']), folder);
    expect(readdirSync(join(folder, 'stacks', 'keyturn-two'))).toEqual([]);
  });

  slowTest('comes with the command that destroys it, at every synthesis', () => {
    const folder = synthesised(['one', 'two', 'three'], shared);
    const removed = ['keyturn-three', 'keyturn-two'].map((name) => ({
      name,
      destroy: `terraform -chdir=${folder}/removed/${name} destroy`,
      isForgotten: 'when told',
    }));
    expect(synthesise(settings(['one'], shared), folder)).toEqual(removed);
    expect(synthesise(settings(['one'], shared), folder)).toEqual(removed);
  });

  it('is readied first if Terraform never was, and the folder is quoted if a shell would split it', () => {
    const folder = join(temporaryFolder(), "it's out");
    synthesise(settings(['one', 'two']), folder);
    const terraform = `terraform -chdir='${folder.replace("'", `'\\''`)}/removed/keyturn-two'`;
    expect(synthesise(settings(['one']), folder)).toEqual([
      { name: 'keyturn-two', destroy: `${terraform} init && ${terraform} destroy`, isForgotten: 'when told' },
    ]);
  });

  it('stays while its local state has resources, and goes when it has none', () => {
    const folder = synthesised(['one', 'two']);
    writeFileSync(stateFile(folder, 'two'), '{"version": 4, "resources": [{"type": "aws_iam_role"}]}');
    expect(synthesise(settings(['one']), folder)).toMatchObject([{ isForgotten: 'once destroyed' }]);
    writeFileSync(stateFile(folder, 'two'), '{"version": 4, "resources": []}');
    expect(synthesise(settings(['one']), folder)).toEqual([]);
    expect(readdirSync(join(folder, 'removed'))).toEqual([]);
  });

  testSome<[string, string | undefined]>([
    ['is not there', undefined],
    ['is not JSON', 'lost'],
    ['has another form', '{"version": 3}'],
  ])('stays if its local state %s', (_, text) => {
    const folder = synthesised(['one', 'two']);
    if (text !== undefined) writeFileSync(stateFile(folder, 'two'), text);
    expect(synthesise(settings(['one']), folder)).toMatchObject([{ name: 'keyturn-two', isForgotten: 'when told' }]);
  });

  it('is what it was again if the environment comes back', () => {
    const folder = synthesised(['one', 'two']);
    const before = filesOf(folder);
    synthesise(settings(['one']), folder);
    expect(synthesise(settings(['one', 'two']), folder)).toEqual([]);
    expect(filesOf(folder)).toEqual(before);
    expect(existsSync(join(folder, 'stacks', 'keyturn-two', '.terraform'))).toBe(true);
  });

  slowTest('takes the place of what was removed under its name before', () => {
    const folder = synthesised(['one', 'two']);
    mkdirSync(join(folder, 'removed', 'keyturn-two'), { recursive: true });
    writeFileSync(join(folder, 'removed', 'keyturn-two', 'cdk.tf.json'), 'old');
    synthesise(settings(['one']), folder);
    expect(readFileSync(join(folder, 'removed', 'keyturn-two', 'cdk.tf.json'), 'utf8')).not.toBe('old');
  });
});

describe('--forget', () => {
  testSome([['two'], ['keyturn-two']])('deletes the stack of %s and no other', (name) => {
    const folder = synthesised(['one', 'two', 'three'], shared);
    expect(synthesise(settings(['one'], shared), folder, [name])).toMatchObject([{ name: 'keyturn-three' }]);
    expect(readdirSync(join(folder, 'removed'))).toEqual(['keyturn-three']);
  });

  it.each([
    ['a name that nothing has', ['four'], ['four']],
    ['an environment of today', ['one'], ['one']],
    ['a path', ['../stacks'], ['../stacks']],
  ])('refuses %s, and deletes nothing', (_, forgotten, named) => {
    const folder = synthesised(['one', 'two'], shared);
    expect(() => synthesise(settings(['one'], shared), folder, ['two', ...forgotten])).toThrow(
      new InputError(
        named.map((name) => `--forget ${name}: no such stack in ${folder}/removed; write one of keyturn-two`),
      ),
    );
    expect(readdirSync(join(folder, 'removed'))).toEqual(['keyturn-two']);
  });
});

describe('a stack without a backend', () => {
  const none: EnvironmentSettings['state'] = { backend: 'none', arguments: {} };
  const dependenciesOf = (state: EnvironmentSettings['state']): unknown => {
    const folder = join(temporaryFolder(), 'cdktf.out');
    synthesise(settings(['one'], state), folder);
    const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as {
      stacks: Record<string, { dependencies: unknown }>;
    };
    return manifest.stacks['keyturn-one']?.dependencies;
  };

  it('depends on a runner, so that the cdktf command line does not deploy it', () => {
    expect(dependenciesOf(none)).toEqual([expect.stringContaining('a runner that keeps the state')]);
  });

  it.each(['TFC_RUN_ID', 'TF_VAR_spacelift_run_id'])('depends on nothing where %s names the runner', (name) => {
    process.env[name] = 'run-1';
    try {
      expect(dependenciesOf(none)).toEqual([]);
    } finally {
      Reflect.deleteProperty(process.env, name);
    }
  });

  it('is the only one that does', () => {
    expect(dependenciesOf(shared)).toEqual([]);
  });
});
