import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModel } from '../../../src/inputs';
import { folderOf } from '../../../src/terraform';
import type { Model } from '../../../src/model';

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'keyturn-folder-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

type Files = Readonly<Record<string, unknown>>;

function write(files: Files): void {
  for (const [name, content] of Object.entries(files)) {
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  }
}

/** The model of a stack with these files around it. */
function read(stack: object, files: Files = {}, own = 'cdk.tf.json'): Model {
  write({ [own]: stack, ...files });
  return readModel(JSON.stringify(stack), `out/${own}`, { folder: folderOf(join(folder, own)) });
}

function described({ constructs }: Model): string[] {
  return constructs.map(({ description }) => description);
}

/** The policies of all role policies, by address. */
function policies({ resources }: Model): Record<string, unknown> {
  return Object.fromEntries(resources.map(({ address, values }) => [address, values.policy]));
}

const policy = (name: string, body: object) => ({ resource: { aws_iam_role_policy: { [name]: body } } });
const base = policy('a', { role: 'r', policy: 'own' });

describe('the folder around a stack', () => {
  test.each([
    ['override.tf', ''],
    ['x_override.tf', ''],
    ['main.tf', ''],
    ['more.tofu', ''],
    ['more.tofu.json', '{}'],
    ['cdk.tofu.json', '{}'],
    ['terraform.tfvars', ''],
    ['a.auto.tfvars', ''],
    ['production.tfvars.json', '{}'],
    ['empty.tf.json', ''],
    ['broken.tf.json', '{'],
    ['latin.tf.json', '\uFEFF{}'],
    ['terraform.tfvars.json', '[]'],
  ])('has %s, which Terraform or OpenTofu read and we do not', (name, content) => {
    expect(described(read(base, { [name]: content }))).toEqual([
      `${name} is in the folder of cdk.tf.json, and Terraform reads both`,
    ]);
  });

  test.each([
    '.hidden.tf',
    '.hidden.tf.json',
    'backup.tf~',
    'backup.tf.json~',
    '#edited.tf#',
    'terraform.tfstate',
    '.terraform.lock.hcl',
    'main.tf.json.bak',
    'notes.txt',
    'plan.json',
  ])('may have %s, which Terraform does not read [2.1]', (name) => {
    expect(described(read(base, { [name]: '{"resource":' }))).toEqual([]);
  });

  test('may have folders, whatever they are called', () => {
    mkdirSync(join(folder, 'module.tf'));
    mkdirSync(join(folder, '.terraform'));
    expect(described(read(base))).toEqual([]);
  });

  test('does not matter to a file that Terraform would not read, and that is reported', () => {
    write({ 'main.tf': '' });
    expect(folderOf(join(folder, 'copy.json'))).toBeUndefined();
    const model = readModel(JSON.stringify(base), 'copy.json');
    expect(model.premises).toEqual(['The stack is applied alone: its folder is not available.']);
    expect(read(base).premises).toEqual([]);
  });
});

describe('another file in JSON', () => {
  test('is a part of the stack', () => {
    const model = read(base, { 'more.tf.json': policy('b', { role: 'r', policy: '${local.x}' }), 'x.tf.json': { locals: { x: 'other' } } }); // prettier-ignore
    expect(policies(model)).toEqual({ 'aws_iam_role_policy.a': 'own', 'aws_iam_role_policy.b': 'other' });
    expect(model.resources.map(({ file, pointer }) => [file, pointer])).toEqual([
      [undefined, '/resource/aws_iam_role_policy/a'],
      ['out/more.tf.json', '/resource/aws_iam_role_policy/b'],
    ]);
    expect(model.notes).toEqual([
      'more.tf.json is in the same folder and was read as a part of it.',
      'x.tf.json is in the same folder and was read as a part of it.',
    ]);
  });

  test('may be a list of objects [2.6]', () => {
    const more = [policy('b', { policy: 'two' }), policy('c', { policy: 'three' })];
    expect(Object.values(policies(read(base, { 'more.tf.json': more })))).toEqual(['own', 'two', 'three']);
  });

  test.each([
    ['a resource of the same address [2.9]', base, base, 'out/more.tf.json: aws_iam_role_policy.a is written twice'],
    ['a local of the same name', { locals: { x: 1 } }, { locals: { x: 2 } }, 'local.x is written twice'],
    ['a provider of the same name', { provider: { aws: {} } }, { provider: { aws: [{}] } }, 'out/more.tf.json: provider.aws is written twice'], // prettier-ignore
    [
      'a module',
      base,
      { module: { m: { source: './m' } } },
      'out/more.tf.json: the configuration has a "module" block',
    ],
    ['a block of tomorrow', base, { tomorrow: {} }, 'out/more.tf.json: the configuration has a block "tomorrow" that is not understood'], // prettier-ignore
    ['a list that is not of objects', base, [1], 'out/more.tf.json: the configuration is not an object'],
  ])('is reported if it has %s', (_, one, other, line) => {
    expect(described(read(one, { 'more.tf.json': other }))).toEqual([line]);
  });

  test.each([
    ['digits', '0.10000000000000000001'],
    ['digits', '5.0000000000000000000001'],
    ['an exponent', '1e-400'],
  ])('is reported if a number has %s that JavaScript does not keep, and Terraform does: %s', (_, number) => {
    const text = `{"locals": {"x": "1.00000000000000000001, 2", "y": [1e3, 12345678901.5, ${number}]}}`;
    const line = `more.tf.json: the number ${number} has more digits than are compared`;
    expect(described(read(base, { 'more.tf.json': text }))).toEqual([line]);
    const own = readModel(text, 'cdk.tf.json');
    expect(described(own)).toEqual([line.replace('more.tf.json: ', '')]);
    expect(described(readModel(text.replace(number, '0'), 'cdk.tf.json'))).toEqual([]);
  });

  test('is reported if a key is repeated, because both count [2.8]', () => {
    const [line] = described(read(base, { 'more.tf.json': '{"resource":{},"resource":{}}' }));
    expect(line).toBe('more.tf.json: line 1, column 16: The key "resource" is repeated in one object');
  });
});

/** https://developer.hashicorp.com/terraform/language/files/override; each was tried with Terraform 1.11. */
describe('an override', () => {
  test.each<[string, Files, unknown]>([
    ['takes the place of an argument', { 'override.tf.json': policy('a', { policy: 'wide' }) }, 'wide'],
    ['may be called x_override', { 'x_override.tf.json': policy('a', { policy: 'wide' }) }, 'wide'],
    ['is not an override if it is only called so', { 'overrides.tf.json': policy('b', { policy: 'wide' }) }, 'own'],
    [
      'is merged in the order of names: the last wins [2.2]',
      {
        'override.tf.json': policy('a', { policy: 'third' }),
        'b_override.tf.json': policy('a', { policy: 'second' }),
        'a_override.tf.json': policy('a', { policy: 'first' }),
      },
      'third',
    ],
    ['may take an argument away', { 'override.tf.json': policy('a', { policy: null }) }, null],
    ['leaves what it does not name', { 'override.tf.json': policy('a', { role: 'other', '//': 'x' }) }, 'own'],
  ])('%s', (_, files, value) => {
    const model = read(base, files);
    expect(policies(model)['aws_iam_role_policy.a']).toEqual(value);
    expect(described(model)).toEqual([]);
  });

  test('of a local is seen wherever it is used', () => {
    const stack = { ...policy('a', { policy: '${local.x}' }), locals: { x: 'narrow' } };
    const model = read(stack, { 'override.tf.json': { locals: { x: 'wide' } } });
    expect([policies(model)['aws_iam_role_policy.a'], described(model)]).toEqual(['wide', []]);
  });

  test('of nested blocks takes the place of all of their type', () => {
    const role = (inline: object) => ({ resource: { aws_iam_role: { r: { inline_policy: inline } } } });
    const stack = role([{ name: 'a' }, { name: 'b' }]);
    const { resources } = read(stack, { 'override.tf.json': role({ name: 'c' }) });
    expect(resources[0]?.values.inline_policy).toEqual({ name: 'c' });
  });

  /** Of blocks, Terraform keeps those that an override has none for; of an argument, it takes the empty value. */
  test.each<[string, object, object]>([
    ['a block', { name: 'a' }, { inline_policy: null }],
    ['a block, for a list of none', { name: 'a' }, { inline_policy: [] }],
    ['blocks', [{ name: 'a' }, { name: 'b' }], { inline_policy: [] }],
  ])('that is empty, over %s, is reported: these stay', (_, inline, over) => {
    const model = read(
      { resource: { aws_iam_role: { r: { inline_policy: inline } } } },
      { 'override.tf.json': { resource: { aws_iam_role: { r: over } } } },
    );
    expect(described(model)).toEqual([
      'out/override.tf.json: an override of resource aws_iam_role.r can be merged in more than one way',
    ]);
    expect(model.resources[0]?.values.inline_policy).toEqual(inline);
  });

  test('of the type of a variable is reported: its default is converted twice', () => {
    const stack = { ...policy('a', { policy: '${var.p}' }), variable: { p: { type: 'number', default: '007' } } };
    expect(described(read(stack, { 'override.tf.json': { variable: { p: { type: 'string' } } } }))).toEqual([
      'out/override.tf.json: an override of variable p can be merged in more than one way',
    ]);
  });

  test('is merged in the order of the bytes of names, as Terraform lists a folder', () => {
    const files = {
      '\u{1F600}_override.tf.json': policy('a', { policy: 'last' }),
      '\uFB00_override.tf.json': policy('a', { policy: 'first' }),
    };
    expect(policies(read(base, files))['aws_iam_role_policy.a']).toBe('last');
  });

  test('may be the file that was given', () => {
    const model = read(policy('a', { policy: 'wide' }), { 'main.tf.json': base }, 'override.tf.json');
    expect(policies(model)).toEqual({ 'aws_iam_role_policy.a': 'wide' });
  });

  test('of a provider is for the one of the same alias', () => {
    const stack = { provider: { aws: [{ region: 'eu-west-1' }, { alias: 'us', region: 'us-east-1' }] } };
    const over = { provider: { aws: { alias: 'us', region: 'us-west-2' } } };
    expect(read(stack, { 'override.tf.json': over }).providers.map(({ region }) => region)).toEqual([
      'eu-west-1',
      'us-west-2',
    ]);
  });

  test.each([
    ['a resource that is not there', policy('z', {}), 'out/override.tf.json: an override is for resource aws_iam_role_policy.z, which no other file has'], // prettier-ignore
    ['a provisioner [2.2]', policy('a', { provisioner: { 'local-exec': { command: 'x' } } }), 'out/override.tf.json: aws_iam_role_policy.a has a provisioner'], // prettier-ignore
    ['ignored changes [2.27]', policy('a', { lifecycle: { ignore_changes: ['policy'] } }), 'out/override.tf.json: aws_iam_role_policy.a ignores changes, so AWS can differ from this configuration'], // prettier-ignore
    ['a dynamic block', policy('a', { dynamic: { inline_policy: {} } }), 'out/override.tf.json: an override of resource aws_iam_role_policy.a can be merged in more than one way'], // prettier-ignore
  ])('is reported if it has %s', (_, over, line) => {
    expect(described(read(base, { 'override.tf.json': over }))).toEqual([line]);
  });
});

/** https://developer.hashicorp.com/terraform/language/values/variables#variable-definition-precedence */
describe('a variable file', () => {
  const stack = { ...policy('a', { policy: '${var.p}' }), variable: { p: { default: 'default' } } };

  test.each<[string, Files, unknown]>([
    ['is not needed where there is a default', {}, 'default'],
    ['outdoes the default', { 'terraform.tfvars.json': { p: 'vars' } }, 'vars'],
    ['may be automatic', { 'terraform.tfvars.json': { p: 'vars' }, 'b.auto.tfvars.json': { p: 'b' }, 'a.auto.tfvars.json': { p: 'a' } }, 'b'], // prettier-ignore
    ['comes before the automatic ones whatever they are called', { 'terraform.tfvars.json': { p: 'vars' }, 'a.auto.tfvars.json': { p: 'a' } }, 'a'], // prettier-ignore
    [
      'is read in the order of the bytes of names',
      { '\u{1F600}.auto.tfvars.json': { p: 'last' }, '\uFB00.auto.tfvars.json': { p: 'first' } },
      'last',
    ],
    ['holds no templates [2.3]', { 'terraform.tfvars.json': { p: '${1+1} %{ if }' } }, '${1+1} %{ if }'],
    ['may hold a comment', { 'terraform.tfvars.json': { '//': 'p', p: 'x' } }, 'x'],
  ])('%s', (_, files, value) => {
    const model = read(stack, files);
    expect([policies(model)['aws_iam_role_policy.a'], described(model)]).toEqual([value, []]);
  });

  test('is reported if it sets a variable that is not declared', () => {
    expect(described(read(stack, { 'terraform.tfvars.json': { q: 1 } }))).toEqual([
      '"q" has a value, but no file declares it',
    ]);
  });

  test('a default that is taken is a premise; a value that is given is none', () => {
    expect(read(stack).premises).toEqual(['These variables keep their defaults: p.']);
    expect(read(stack, { 'terraform.tfvars.json': { p: 'x' } }).premises).toEqual([]);
  });
});
