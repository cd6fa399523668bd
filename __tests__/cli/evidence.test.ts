import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run as runCheck, type CheckCommandOptions } from '../../src/cli/commands/check/run';
import { InputError } from '../../src/input-error';
import { policies, type Loose } from '../checks/sample';
import { testSome, slowTest } from '../effort';

/** Evidence that somebody changed after it was written: only results that were made again are reported. */
const sample = join(__dirname, '..', 'fixtures', 'sample');
const stack = 'stacks/a/cdk.tf.json';
const twin = 'stacks/b/cdk.tf.json';
let project: string;
let kept: string;

beforeEach(async () => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-evidence-'));
  cpSync(policies, at('policies'), { recursive: true });
  for (const file of [stack, twin]) {
    mkdirSync(dirname(at(file)), { recursive: true });
    cpSync(join(sample, 'stack.json'), at(file));
  }
  expect(await check([stack], { output: 'evidence=evidence.json' })).toMatchObject({ code: 0, told: [] });
  kept = readFileSync(at('evidence.json'), 'utf8');
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

const at = (name: string): string => join(project, name);

async function check(files: readonly string[], options: CheckCommandOptions) {
  const out: string[] = [];
  const print = (text: string) => void out.push(text);
  const io = { stdout: print, stderr: print, isTerminal: false, cwd: project, now: new Date('2026-11-23') };
  try {
    const code = await runCheck(files, options, io);
    return { code, out: out.join(''), told: [] };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { code: 2, out: out.join(''), told: error.lines };
  }
}

function verified(evidence: string, files: readonly string[] = []) {
  writeFileSync(at('evidence.json'), evidence);
  return check(files, { verify: 'evidence.json' });
}

function edited(edit: (evidence: Loose) => unknown): string {
  const evidence: Loose = JSON.parse(kept);
  edit(evidence);
  return JSON.stringify(evidence);
}

const holds = { code: 0, told: [], out: expect.stringContaining('evidence.json: holds') };

describe('evidence holds', () => {
  test('as it was written', async () => expect(await verified(kept)).toEqual(holds));

  slowTest('in whatever order its members stand', async () => {
    const sorted = (value: Loose): Loose => {
      if (Array.isArray(value)) return value.map(sorted);
      if (typeof value !== 'object' || value === null) return value;
      return Object.fromEntries(
        Object.entries(value)
          .sort()
          .map(([name, one]) => [name, sorted(one)]),
      );
    };
    expect(await verified(edited((evidence) => Object.assign(evidence, sorted(evidence))))).toEqual(holds);
    expect(await verified(JSON.stringify(sorted(JSON.parse(kept))))).toEqual(holds);
  });

  slowTest('of two inputs with one content', async () => {
    await check([stack, twin], { output: 'evidence=evidence.json' });
    const both = readFileSync(at('evidence.json'), 'utf8');
    expect(await verified(both)).toEqual(holds);
    expect(await verified(both, [twin, stack])).toEqual(holds);
    expect(await verified(both, [stack])).toMatchObject({ code: 2, told: [expect.stringContaining(twin)] });
  });
});

describe('evidence does not hold', () => {
  testSome<[string, (evidence: Loose) => unknown, RegExp]>([
    ['another account', (one) => (one.accounts = ['444455556666']), /its accounts/],
    ['no account', (one) => Reflect.deleteProperty(one, 'accounts'), /its accounts/],
    ['a size of the input', (one) => (one.inputs[0].bytes = 1), /its inputs/],
    ['a size of a contract', (one) => (one.contracts[0].bytes = 1), /its contracts/],
    ['a signature of nobody', (one) => (one.approvedBy = 'the auditor'), /approvedBy/],
    ['an input named twice', (one) => void (one.inputs = [one.inputs[0], one.inputs[0]]), /more is judged|its inputs/],
    ['a contract less', (one) => void (one.contracts = [one.contracts[0]]), /differ/],
    ['a role that was left out', (one) => (one.report.checks[0].roles = []), /differ/],
    ['a check that was left out', (one) => (one.report.checks = []), /more is judged/],
    ['a note for the reader', (one) => (one.report.checks[0].note = 'nothing to see'), /differ/],
    ['another description of a contract', (one) => (one.report.contracts[0].description = 'x'), /differ/],
  ])('with %s', async (_, edit, said) => {
    const { code, out, told } = await verified(edited(edit));
    expect({ code: code === 0, said: [out, ...told].join('') }).toEqual({
      code: false,
      said: expect.stringMatching(said),
    });
    expect(out).not.toContain('holds');
  });
});

describe('what is not evidence is refused in one line', () => {
  test('a member that stands twice, of which readers take one or the other', async () => {
    const twice = kept.replace('"verdict": "pass"', '"verdict": "fail", "verdict": "pass"');
    const { code, told } = await verified(twice);
    expect({ code, told }).toEqual({
      code: 2,
      told: [expect.stringMatching(/^evidence\.json: line .*"verdict" is repeated/)],
    });
  });

  testSome<[string, (evidence: Loose) => unknown]>([
    ['no report', (one) => (one.report = null)],
    ['a report without checks', (one) => delete one.report.checks],
    ['a check that is none', (one) => (one.report.checks = [null])],
    ['a day that is none', (one) => (one.report.date = '0000-00-00')],
    ['no options', (one) => (one.options = null)],
    ['an option that is none', (one) => (one.options.coverAll = 'nothing')],
    ['options of other kinds', (one) => (one.options.strict = 'no')],
    ['parameters that are none', (one) => (one.options.given = { account: 1 })],
    ['contracts that changed, as no list', (one) => (one.options.changedContracts = 'x')],
    ['no inputs', (one) => (one.inputs = {})],
    ['an input without a hash', (one) => delete one.inputs[0].sha256],
    ['neighbours that are not a list', (one) => (one.inputs[0].beside = 'x')],
  ])('%s', async (_, edit) => {
    const { code, told } = await verified(edited(edit));
    expect({ code, told }).toEqual({ code: 2, told: [expect.stringMatching(/^evidence\.json: is not evidence; /)] });
  });

  test.each([
    ['outside of the folder', '../../../../../../../../etc/hostname'],
    ['that is a device', '/dev/null'],
    ['that is a folder', '/'],
    ['that is not there', 'nowhere.json'],
  ])('an input %s', async (_, file) => {
    const { code, told, out } = await verified(edited((one) => (one.inputs[0].file = file)));
    expect({ code, out, lines: told.length }).toEqual({ code: 2, out: '', lines: 1 });
  });
});
