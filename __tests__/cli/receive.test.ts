import {
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { execFileSync } from 'node:child_process';
import { makeProject, stackFile, type Project } from './project';
import { testSome } from '../effort';

/** `keyturn receive`: what a job that ran a change handed over is copied if it is stacks, and else nothing is. */
let project: Project;

beforeEach(() => {
  project = makeProject();
  project.put('artifact/stacks/keyturn-staging/cdk.tf.json', '{"resource":{}}');
  project.put('base/keyturn-staging/cdk.tf.json', '{}');
});

afterEach(() => project.remove());

const at = (file: string) => project.at(file);
const receive = (...words: string[]) =>
  project.keyturn('receive', 'artifact', '--into', 'received', '--base', 'base', ...words);
const layout = 'hand over only stacks/NAME/cdk.tf.json';

test('stacks are copied into a new folder, and nothing else is there', async () => {
  project.put('artifact/stacks/keyturn-new/cdk.tf.json', '{}');
  expect(await receive()).toEqual({ status: 0, stdout: 'keyturn-new (new)\nkeyturn-staging\n', stderr: '' });
  expect(readdirSync(at('received'), { recursive: true }).sort()).toEqual([
    'stacks',
    'stacks/keyturn-new',
    'stacks/keyturn-new/cdk.tf.json',
    'stacks/keyturn-staging',
    'stacks/keyturn-staging/cdk.tf.json',
  ]);
  expect(project.read('received/stacks/keyturn-staging/cdk.tf.json')).toBe('{"resource":{}}');
});

test('--json prints one line, for the matrix of a workflow', async () => {
  expect((await receive('--json')).stdout).toBe('{"stacks":[{"stack":"keyturn-staging","isNew":false}]}\n');
});

const own = 'artifact/stacks/keyturn-staging';
const file = `${own}/cdk.tf.json`;

testSome<[string, () => void, string]>([
  ['a link instead of a stack', () => link('/etc/passwd', file), `${file}: is a link; ${layout}`],
  ['a link to nothing', () => link('/nowhere', file), `${file}: is a link; ${layout}`],
  ['a link to another stack', () => link(at(stackFile), file), `${file}: is a link; ${layout}`],
  [
    'a second name of a file',
    () => linkSync(at(file), at('other')),
    `${file}: is a file with several names; ${layout}`,
  ],
  ['a link instead of its folder', () => link('/etc', own), `${own}: is a link, not a folder; ${layout}`],
  ['a link instead of all stacks', () => link('/etc', 'artifact/stacks'), 'artifact/stacks: is a link, not a folder; '],
  ['a link instead of everything', () => link('/', 'artifact'), 'artifact: is a link, not a folder; '],
  ['a pipe', () => pipe(file), `${file}: is neither a file nor a folder; ${layout}`],
  ['a folder instead of a stack', () => folder(file), `${file}: is a folder; ${layout}`],
  [
    'a file next to the folder of stacks',
    () => project.put('artifact/x', ''),
    'artifact: has "x", which is not expected',
  ],
  [
    'a file next to the stacks',
    () => project.put('artifact/stacks/x', ''),
    'artifact/stacks/x: is a file, not a folder',
  ],
  ['a file next to a stack', () => project.put(`${own}/x.tf`, ''), `${own}: has "x.tf", which is not expected there; `],
  ['a hidden folder next to a stack', () => folder(`${own}/.terraform`), `${own}: has ".terraform", which is`],
  ['a folder without a stack', () => folder('artifact/stacks/keyturn-x'), 'keyturn-x: has no cdk.tf.json; '],
  ['a name that a shell would run', () => folder('artifact/stacks/$(env)'), 'artifact/stacks: has "$(env)", which is'],
  ['a name with a line break', () => folder('artifact/stacks/a\nb=c'), 'artifact/stacks: has "a\\nb=c", which is'],
  [
    'a name that differs only in capitals',
    () => project.put('artifact/stacks/Keyturn-staging/cdk.tf.json', '{}'),
    'artifact/stacks: "Keyturn-staging" and "keyturn-staging" differ only in capitals',
  ],
  ['a name that is an option', () => folder('artifact/stacks/--into'), 'artifact/stacks: has "--into", which is'],
  ['a name with letters of another script', () => folder('artifact/stacks/keyturn-а'), 'has "keyturn-а", which'],
  [
    'a base without stacks',
    () => rmSync(at('base/keyturn-staging'), { recursive: true }),
    '--base base: has no stack; name the folder of stacks of the base',
  ],
  ['a name that begins with a dot', () => folder('artifact/stacks/.x'), 'artifact/stacks: has ".x", which is'],
  ['a stack of 17 MiB', () => truncateSync(at(file), 17 * 1024 * 1024), `${file}: is larger than 16 MiB`],
  ['101 stacks', () => many(101), 'artifact/stacks: has 102 stacks; at most 100 are received'],
  ['no stack', () => rmSync(at(own), { recursive: true }), `artifact: has no stack; ${layout}`],
  ['nothing', () => rmSync(at('artifact'), { recursive: true }), `artifact: no such folder; ${layout}`],
  [
    'an environment of the base left out',
    () => project.put('base/keyturn-b/x', ''),
    'the stack "keyturn-b" of the base is',
  ],
  [
    'a base that is not there',
    () => rmSync(at('base'), { recursive: true }),
    '--base base: no such folder; synthesise',
  ],
  ['a folder that is there', () => folder('received'), '--into received: exists already; name a new folder'],
  ['a link in the place of the folder', () => link('/tmp', 'received'), '--into received: exists already; '],
])('%s is refused, and nothing is copied', async (_, spoil, line) => {
  spoil();
  const { status, stdout, stderr } = await receive();
  expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  expect(stderr).toContain(line);
  expect(existsSync(at('received/stacks'))).toBe(false);
});

test('all problems are reported together', async () => {
  project.put('artifact/x', '');
  project.put(`${own}/y`, '');
  expect((await receive()).stderr.trim().split('\n')).toHaveLength(2);
});

test('an environment can have capitals and underscores in its name', async () => {
  project.put('artifact/stacks/keyturn-Prod_EU/cdk.tf.json', '{}');
  project.put('base/keyturn-Prod_EU/cdk.tf.json', '{}');
  expect(await receive()).toEqual({ status: 0, stdout: 'keyturn-Prod_EU\nkeyturn-staging\n', stderr: '' });
});

test('a change cannot print without a bound', async () => {
  for (let index = 0; index < 50; index += 1) project.put(`${own}/x${index}`, '');
  const lines = (await receive()).stderr.trim().split('\n');
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('and 30 more of such lines');
});

function link(target: string, place: string): void {
  rmSync(at(place), { recursive: true, force: true });
  symlinkSync(target, at(place));
}

function pipe(place: string): void {
  rmSync(at(place));
  execFileSync('mkfifo', [at(place)]);
}

function folder(place: string): void {
  rmSync(at(place), { recursive: true, force: true });
  mkdirSync(at(place));
}

function many(count: number): void {
  for (let index = 0; index < count; index += 1) {
    mkdirSync(at(`artifact/stacks/s${index}`));
    writeFileSync(at(`artifact/stacks/s${index}/cdk.tf.json`), '{}');
  }
}

test('the folder to make has to be named', async () => {
  const stderr = '--into: name the folder to make, such as --into received\n';
  expect(await project.keyturn('receive', 'artifact')).toEqual({ status: 2, stdout: '', stderr });
});
