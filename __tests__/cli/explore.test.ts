import Ajv from 'ajv';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run as runExplore, type ExploreOptions } from '../../src/cli/commands/explore/run';
import { synthesise } from '../../src/infrastructure';
import { InputError } from '../../src/input-error';
import { loadSettings } from '../../src/settings';
import type { StateMachineDefinition } from '../../src/asl';
import { slowTest } from '../effort';
import { escaped, rude, states, testPrintable } from './printable';

let folder = '';
const stack = join('cdktf.out', 'stacks', 'keyturn-staging', 'cdk.tf.json');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-test-'));
  writeFileSync(join(folder, 'cdktf.json'), readFileSync(join(__dirname, '../../cdktf.json')));
  synthesise(loadSettings(join(folder, 'cdktf.json')), join(folder, 'cdktf.out'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(given: string | undefined, options: ExploreOptions = {}) {
  let printed = '';
  const exitCode = await runExplore(given, options, {
    stdout: (text) => (printed += text),
    stderr: () => undefined,
    isTerminal: false,
    cwd: folder,
    now: new Date(),
  });
  return { exitCode, printed };
}

async function problemsOf(given: string | undefined, options: ExploreOptions = {}): Promise<readonly string[]> {
  try {
    await run(given, options);
  } catch (problem) {
    if (problem instanceof InputError) return problem.lines;
    throw problem;
  }
  return [];
}

interface Stack {
  readonly resource: { readonly aws_sfn_state_machine: Readonly<Record<string, { definition: string }>> };
}

/** The staging stack with another definition, in a folder of its own. */
function edited(name: string, change: (definition: StateMachineDefinition) => object): string {
  const text = JSON.parse(readFileSync(join(folder, stack), 'utf8')) as Stack;
  for (const machine of Object.values(text.resource.aws_sfn_state_machine))
    machine.definition = JSON.stringify(change(JSON.parse(machine.definition) as StateMachineDefinition));
  mkdirSync(join(folder, name));
  writeFileSync(join(folder, name, 'cdk.tf.json'), JSON.stringify(text));
  return name;
}

describe('a stack as it is deployed', () => {
  slowTest('holds every promise, says how much was explored, and exits 0', async () => {
    const { exitCode, printed } = await run('keyturn-staging', { maxFaults: '0' });
    expect(exitCode).toBe(0);
    expect(printed).toMatch(/^invariant +overlap, refuse\n1 the secret is never dead +held$/m);
    expect(printed).toMatch(/two executions: 8 worlds, [\d,]+ states, [\d,]+ executions/);
    expect(printed).toMatch(/one more run from each of \d+ worlds left behind/);
    expect(printed).toMatch(/^no invariant broke: [\d,]+ executions, [\d,]+ states, [\d.]+ s$/m);
  });

  slowTest('is reported for programs as the schema says', async () => {
    const { printed } = await run('keyturn-staging', { maxFaults: '0', json: true });
    const schema = JSON.parse(readFileSync(join(__dirname, '../../schemas/exploration.schema.json'), 'utf8')) as object;
    const validate = new Ajv({ strict: false }).compile(schema);
    expect([validate(JSON.parse(printed)), validate.errors]).toEqual([true, null]);
  });

  slowTest('is reported on one invariant where one is asked for', async () => {
    const { printed } = await run('keyturn-staging', { maxFaults: '0', invariant: '7' });
    expect(printed).toMatch(/^7 someone is told +held$/m);
    expect(printed).toMatch(/^5 no secret leaks +-$/m);
  });
});

describe('a stack that somebody edited', () => {
  slowTest('exits 1 with the shortest scenario as text, as a diagram and as an id to replay', async () => {
    const given = edited('no-mail', (definition) => {
      const { IsNewKeyThere, ...States } = definition.States;
      return {
        ...definition,
        States: JSON.parse(
          JSON.stringify({ ...States, IsNewKeyThere }).replaceAll('"Next":"SendEmail"', '"Next":"WasTheMailSent"'),
        ) as object,
      };
    });
    const { exitCode, printed } = await run(given, { maxFaults: '0' });
    expect(exitCode).toBe(1);
    expect(printed).toContain(
      'BROKEN in overlap, refuse: 7 someone is told. An execution succeeded, and nobody was notified.',
    );
    expect(printed).toContain('sequenceDiagram\n  participant E1');
    const story = /explore no-mail --replay (\S+)/.exec(printed)?.[1] ?? '';
    const again = await run(given, { replay: story });
    expect(again.exitCode).toBe(1);
    expect(again.printed).toContain('BROKEN: An execution succeeded, and nobody was notified.');
    expect((await run('keyturn-staging', { replay: story.replace(/\.1$/, '') })).exitCode).toBe(0);
  });

  it('is stopped by name where it uses what is not understood', async () => {
    const given = edited('parallel', (definition) => ({
      ...definition,
      States: { ...definition.States, Rotated: { Type: 'Parallel', Branches: [], End: true } },
    }));
    expect((await problemsOf(given)).join()).toMatch(/state "Rotated": the state type Parallel is not supported/);
  });

  it('is stopped where it waits for a moment of the calendar', async () => {
    const given = edited('calendar', (definition) => ({
      ...definition,
      States: {
        ...definition.States,
        GracePeriod: { Type: 'Wait', TimestampPath: '$.until', Next: 'LookBeforeDeleting' },
      },
    }));
    expect(await problemsOf(given)).toEqual([
      expect.stringMatching(/state "GracePeriod": TimestampPath is not explored$/),
    ]);
  });
});

describe('a wrong call', () => {
  const wrong: readonly [name: string, options: ExploreOptions, line: RegExp][] = [
    ['more faults than two', { maxFaults: '3' }, /^--max-faults: "3" is not one of 0, 1, 2$/],
    ['an unknown invariant', { invariant: '9' }, /^--invariant: "9" is not one of 1 the secret/],
    ['no scenario', { replay: 'x' }, /^--replay: "x" is not a scenario/],
    ['a user without a schedule', { user: 'nobody' }, /^--user: "nobody" has no schedule/],
  ];
  it.each(wrong)('is refused in one line: %s', async (_, options, line) => {
    expect(await problemsOf('keyturn-staging', options)).toEqual([expect.stringMatching(line)]);
  });
});

describe('what it prints', () => {
  const story = 'overlap+refuse/0-neither/sbo/1/1.1.1.1.1.1.1';
  testPrintable([
    [['explore', states, '--replay', story], `Create${escaped} -> ok`],
    [['explore', states, '--replay', story, '--json'], `Create${escaped}`],
    [['explore', states, '--replay', `x${rude}`], String.raw`x\u202e`],
  ]);
});
