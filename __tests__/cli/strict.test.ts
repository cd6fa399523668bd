/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- a report is untyped JSON */
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { policies, sampleStack, type Loose } from '../checks/sample';
import { call } from './call';
import { testSome } from '../effort';

/** `--strict`, alone and with rules, in a project whose input makes two rules speak in notes. */
let project: string;

beforeEach(() => {
  project = mkdtempSync(join(tmpdir(), 'keyturn-strict-'));
  cpSync(policies, at('policies'), { recursive: true });
  mkdirSync(at('stack'));
  const stack = sampleStack();
  stack.resource.aws_iam_user_policy = { x: { name: 'p', user: 'ops', policy: document('iam:PutRolePolicy') } };
  writeFileSync(at('stack/cdk.tf.json'), JSON.stringify(stack));
  const contract: Loose = JSON.parse(readFileSync(at('policies/schedule-role.json'), 'utf8'));
  contract.trust.conditions['aws:SourceArn'] =
    'arn:${partition}:scheduler:${region}:${account}:schedule-group/keyturn-${environment}*';
  writeFileSync(at('policies/schedule-role.json'), JSON.stringify(contract));
});

afterEach(() => rmSync(project, { recursive: true, force: true }));

const at = (name: string): string => join(project, name);
const document = (Action: string) =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource: '*' }] });
const check = (...words: string[]) => call(project, ['check', ...words]);

/** The rules that fail. */
async function failing(...words: string[]): Promise<string[]> {
  const { stdout } = await check(...words, '--format', 'json');
  const { checks }: Loose = JSON.parse(stdout);
  return checks[0].rules.flatMap(({ id, outcome }: Loose) => (outcome === 'fail' ? [id] : []));
}

const both = ['wide-contract', 'who-can-change-the-role'];

testSome<[string, string[], string[]]>([
  ['nothing', [], []],
  ['--strict', ['--strict'], both],
  ['--strict before a file', ['--strict', 'stack'], both],
  ['--strict= of nothing', ['--strict=', 'stack'], both],
  ['one rule', ['--strict=wide-contract', 'stack'], ['wide-contract']],
  ['another rule', ['stack', '--strict=who-can-change-the-role'], ['who-can-change-the-role']],
  ['both', ['stack', '--strict=who-can-change-the-role,wide-contract'], both],
  ['both, with a blank', ['stack', '--strict=who-can-change-the-role, wide-contract'], both],
  ['both, one after the other', ['stack', '--strict=wide-contract', '--strict=who-can-change-the-role'], both],
  ['one, and all', ['--strict=contract-used', '--strict', 'stack'], both],
  ['a rule that says nothing', ['stack', '--strict=contract-used'], []],
])('%s', async (_, words, rules) => {
  const files = words.includes('stack') ? [] : ['stack'];
  expect(await failing(...files, ...words)).toEqual(rules);
});

testSome([
  ['--strict=contract-use', '--strict: "contract-use" is not a rule; did you mean "contract-used"?'],
  ['--strict=Wide-Contract', '--strict: "Wide-Contract" is not a rule; did you mean "wide-contract"?'],
  ['--strict=wide-contract,', '--strict: "" is not a rule; write one of "whole-input", '],
  ['--strict=x', '--strict: "x" is not a rule; write one of "whole-input", '],
])('%s is refused in one line', async (option, line) => {
  const { status, stdout, stderr } = await check('stack', option);
  expect({ status, stdout, begins: stderr.startsWith(line), lines: stderr.trim().split('\n').length }).toEqual({
    status: 2,
    stdout: '',
    begins: true,
    lines: 1,
  });
});

test('the value of another option is not taken for the option', async () => {
  const { stderr } = await check('stack', '--', '--strict');
  expect(stderr).toContain('--strict: no such');
});

describe('evidence', () => {
  testSome<[string, string[], unknown]>([
    ['no rule', [], false],
    ['every rule', ['--strict'], true],
    ['rules, each once', ['--strict=who-can-change-the-role,wide-contract,wide-contract'], both],
  ])('keeps %s, and is made again', async (_, words, strict) => {
    await check('stack', ...words, '--output', 'evidence=evidence.json');
    const { options, report }: Loose = JSON.parse(readFileSync(at('evidence.json'), 'utf8'));
    expect(options.strict).toEqual(strict);
    const { stdout } = await check('--verify', 'evidence.json', 'stack');
    expect(stdout).toContain(`holds; the verdict of ${report.date as string} was ${report.verdict as string}`);
  });

  testSome<[string, unknown]>([
    ['other rules', ['contract-used']],
    ['no rules', []],
    ['all rules', true],
    ['none', false],
  ])('with %s in it does not hold', async (_, strict) => {
    await check('stack', '--strict=wide-contract', '--output', 'evidence=evidence.json');
    const evidence: Loose = JSON.parse(readFileSync(at('evidence.json'), 'utf8'));
    evidence.options.strict = strict;
    writeFileSync(at('evidence.json'), JSON.stringify(evidence));
    const { status, stdout } = await check('--verify', 'evidence.json', 'stack');
    expect(status).toBe(1);
    expect(stdout).toContain('differ');
  });
});
