/* eslint-disable @typescript-eslint/no-unsafe-return -- a stack is untyped JSON */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModel } from '../../src/inputs';
import { pictureSections } from '../../src/review';
import { put } from '../audit/files';
import type { Loose } from '../checks/sample';
import { call } from '../cli/call';
import { sharded, userName } from './sharded';

/** `diagram` and `explore` look at one machine for all shards, and only if the others do the same. */
const { stack } = sharded(7, 3);
const faults: readonly (readonly [string, (definition: Loose) => void])[] = [
  ['another wait', ({ States }) => (States.WaitForGracePeriod = { ...States.WaitForGracePeriod, Comment: 'other' })],
  ['a state more', ({ States }) => (States.More = { Type: 'Succeed' })],
  ['another field of the definition', (definition) => (definition.Comment = 'other')],
  ['a user that is treated differently', ({ States }) => (States[`PairOf-${userName(2)}`].Next = 'BeginRotation')],
  ['a definition that is not understood', ({ States }) => (States.More = { Type: 'Other' })],
];
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-shards-'));
  put(folder, 'same/cdk.tf.json', stack);
  for (const [name, edit] of faults) {
    const copy = structuredClone(stack);
    const definition = JSON.parse(copy.locals.shards['02'].definition);
    edit(definition);
    copy.locals.shards['02'].definition = JSON.stringify(definition).replaceAll('${', '$${');
    put(folder, `${name}/cdk.tf.json`, copy);
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = 'the machine of shard 00; all 3 shards have the same one, apart from their users';

test('a diagram says in one line that it shows all shards', async () => {
  const { status, stdout } = await call(folder, ['diagram', 'same/cdk.tf.json']);
  expect(status).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual(['stateDiagram-v2', `  %% ${line}`]);
  expect(stdout.match(/shards/g)).toHaveLength(1);
});

test('an exploration does, too', async () => {
  const text = await call(folder, ['explore', 'same/cdk.tf.json', '--max-faults', '0']);
  expect(text).toMatchObject({ status: 0, stderr: '' });
  expect(text.stdout).toContain(`explored: ${line}`);
  const json = await call(folder, [
    'explore',
    'same/cdk.tf.json',
    '--max-faults',
    '0',
    '--json',
    '--user',
    userName(1),
  ]);
  expect(JSON.parse(json.stdout).shards).toEqual({ shard: '01', of: 3 });
});

describe.each(['diagram', 'explore'])('%s refuses shards that differ', (command) => {
  test.each(faults.map(([name]) => name))('%s', async (name) => {
    const { status, stdout, stderr } = await call(folder, [command, `${name}/cdk.tf.json`]);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/the machines of shards 00 and 02 differ in more than their users/);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

test('a page draws the machines that differ, and the others once', () => {
  const drawn = (input: Loose): string[] =>
    pictureSections(readModel(JSON.stringify(input), 'cdk.tf.json'), new Date('2026-11-30'))
      .flatMap(({ blocks }) => blocks)
      .flatMap((block) =>
        block.kind === 'machine' ? [block.name] : block.kind === 'text' ? block.text.map(String) : [],
      );
  const count = (machines: number) => `One picture for ${machines} machines, which differ only in their users.`;
  expect(drawn(stack)).toEqual([count(3), 'keyturn-staging']);
  const other = structuredClone(stack);
  const definition = JSON.parse(other.locals.shards['01'].definition);
  definition.States.More = { Type: 'Succeed' };
  other.locals.shards['01'].definition = JSON.stringify(definition).replaceAll('${', '$${');
  expect(drawn(other)).toEqual([count(2), 'keyturn-staging', 'keyturn-staging-01']);
});
