import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { progressBar } from '../../src/cli/commands/explore/progress';
import { run as runExplore, type ExploreOptions } from '../../src/cli/commands/explore/run';
import { isIn, shardNamed } from '../../src/cli/commands/explore/shard';
import { InputError } from '../../src/input-error';
import { slowTest } from '../effort';
import { makeSynthesised } from './synthesised';

let folder = '';

beforeAll(() => {
  folder = makeSynthesised();
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(options: ExploreOptions): Promise<string> {
  let printed = '';
  await runExplore('keyturn-staging', options, {
    stdout: (text) => (printed += text),
    stderr: () => undefined,
    isTerminal: false,
    cwd: folder,
    now: new Date(),
  });
  return printed;
}

async function problemsOf(options: ExploreOptions): Promise<readonly string[]> {
  try {
    await run(options);
  } catch (problem) {
    if (problem instanceof InputError) return problem.lines;
    throw problem;
  }
  return [];
}

const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

describe('--shard', () => {
  it.each(['', '0/3', '4/3', '1', '1/0', '1/1000', '01/3', '1/3 ', '-1/3', '300/300'])('refuses %j', async (shard) => {
    expect(await problemsOf({ shard })).toEqual([
      `--shard: ${JSON.stringify(shard)} is not a shard; give its number and the number of all, at most 256, such as 2/8`,
    ]);
  });

  it('gives each case to one shard', () => {
    for (const count of [1, 2, 7, 256]) {
      const shards = Array.from({ length: count }, (_, index) => shardNamed(`${index + 1}/${count}`));
      for (let place = 0; place < 600; place++) expect(shards.filter((shard) => isIn(shard, place))).toHaveLength(1);
    }
  });

  it('is not combined with what it cannot be', async () => {
    expect(await problemsOf({ shard: '1/2', merge: ['a'] })).toEqual([
      '--shard and --merge cannot be given together; give one of them',
    ]);
    expect(await problemsOf({ shard: '1/2', invariant: '1' })).toEqual([
      '--invariant cannot be given with --shard; give it with --merge',
    ]);
  });
});

describe('--merge', () => {
  it('refuses what is not a shard', async () => {
    write('other.json', '{"version": 1}');
    write('broken.json', '{"version": ');
    const right = 'give a file that "keyturn explore --shard" wrote';
    expect(await problemsOf({ merge: ['other.json'] })).toEqual([`other.json: is not a shard; ${right}`]);
    expect(await problemsOf({ merge: ['none.json'] })).toEqual([`none.json: no such file; ${right}`]);
    expect((await problemsOf({ merge: ['broken.json'] })).join()).toMatch(/^broken\.json: line 1, column \d+: /);
  });

  slowTest(
    'reports what a whole exploration reports, byte for byte, and refuses every other set of shards',
    async () => {
      const options = { maxFaults: '0', json: true };
      const shards = ['1.json', '2.json', '3.json'];
      for (const [index, file] of shards.entries()) write(file, await run({ maxFaults: '0', shard: `${index + 1}/3` }));
      const whole = await run(options);
      expect(await run({ ...options, merge: shards })).toBe(whole);
      expect(await run({ ...options, merge: [...shards].reverse() })).toBe(whole);
      expect(await problemsOf({ ...options, merge: ['1.json', '3.json'] })).toEqual([
        '--merge: 2/3 not given; give every shard',
      ]);
      expect(await problemsOf({ ...options, merge: ['1.json', '1.json'] })).toEqual([
        '1.json: is shard 1/3, as 1.json is; give each shard once',
      ]);
      expect(await problemsOf({ ...options, maxFaults: '1', merge: shards })).toEqual([
        '1.json: was explored with another --max-faults: 0, and here 1; merge with the options and the version of its exploration',
      ]);
      expect(await problemsOf({ ...options, strategy: 'delete-first', merge: shards })).toEqual([
        expect.stringMatching(/^1\.json: was explored with another set of strategies; /),
      ]);
      const first = readFileSync(join(folder, '1.json'), 'utf8');
      write('changed.json', first.replace(/"states":\d+/, '"states":1'));
      expect(await problemsOf({ ...options, merge: ['changed.json', '2.json', '3.json'] })).toEqual([
        'changed.json: was changed after it was written; explore the shard again',
      ]);
      write('four.json', await run({ maxFaults: '0', shard: '4/4' }));
      expect(await problemsOf({ ...options, merge: ['1.json', 'four.json'] })).toEqual([
        'four.json: is one of 4 shards, but 1.json is one of 3',
      ]);
    },
  );
});

test('progress is shown at each percent, not at each world', () => {
  const shown: string[] = [];
  const bar = progressBar(10_000, (text) => shown.push(text));
  for (let world = 0; world < 10_000; world++) bar.step();
  expect(shown).toHaveLength(101);
  expect(shown.at(-1)).toContain('100 % (10000 of 10000 worlds)');
});
