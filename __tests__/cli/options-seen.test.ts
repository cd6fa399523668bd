import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { audit } from '../../src/cli/commands/audit/command';
import { check } from '../../src/cli/commands/check/command';
import { review } from '../../src/cli/commands/review/command';
import { recordedPlan } from '../review/reviewed';
import { kinds, writeAnswers } from '../audit/files';
import { makeProject, stackFile, stackFolder, type Project } from './project';

/**
 * No option can be changed unseen: two calls that differ in one option leave different documents, though the verdict may be the same. The other
 * options change no verdict, each for a reason.
 */
interface Command {
  readonly definition: typeof check;
  /** The call with the option, without the name of the command, and the call to compare with. */
  readonly seen: Readonly<Record<string, readonly [words: readonly string[], than?: readonly string[]]>>;
  /** Why no document has the option. */
  readonly cannotChange: Readonly<Record<string, string>>;
  /** Words after each call, and the document that they make. */
  readonly keep: readonly [words: readonly string[], file: string];
}

const onlyForm = 'the form of what is written';
const onlyPlace = 'the place of what is written';
const anotherPrint = 'prints something else, and judges nothing';
const files = kinds.map((kind) => `answers/${kind}.json`);
const environment = ['--environment', 'staging'];
const now = ['--now', '2027-03-10T12:00:00Z'];
const beforePlan = ['--before-plan', '--base', 'other'];

const commands: Readonly<Record<string, Command>> = {
  check: {
    definition: check,
    keep: [['--output', 'evidence=kept.json'], 'kept.json'],
    seen: {
      contract: [[stackFolder, '--contract', 'policies/execution-role.json']],
      'contract-from': [[stackFolder, '--contract-from', 'main']],
      base: [[stackFolder, '--base', 'other']],
      'before-plan': [
        [stackFolder, ...beforePlan],
        [stackFolder, '--base', 'other'],
      ],
      'new-environment': [
        [stackFolder, ...beforePlan, '--new-environment'],
        [stackFolder, ...beforePlan],
      ],
      source: [['plan.json', '--source', stackFile], ['plan.json']],
      date: [[stackFolder, '--date', '2027-01-31']],
      strict: [[stackFolder, '--strict=created-once']],
      'assume-complete': [[stackFolder, '--assume-complete']],
      'all-roles': [[stackFolder, '--all-roles']],
      account: [[stackFolder, '--account', '111122223333']],
      region: [[stackFolder, '--region', 'eu-central-1']],
      environment: [[stackFolder, ...environment]],
      module: [[stackFolder, '--module', 'module.keyturn']],
    },
    cannotChange: {
      format: onlyForm,
      verbose: onlyForm,
      output: onlyPlace,
      explain: anotherPrint,
      'draft-contract': anotherPrint,
      verify: 'makes the verdict of evidence again, with the options in it',
      sign: 'the signature names its key',
      since: 'compares the finished report with an earlier one',
      'signed-by': 'judges the earlier evidence',
    },
  },
  review: {
    definition: review,
    keep: [['--output', 'json=kept.json'], 'kept.json'],
    seen: {
      contract: [['plan.json', '--contract', 'policies/execution-role.json']],
      'contract-from': [['plan.json', '--contract-from', 'main']],
      'require-contract': [['plan.json', '--require-contract']],
      source: [['plan.json', '--source', stackFile]],
      now: [['plan.json', '--now', '2027-01-31T12:00:00Z']],
      'assume-complete': [['plan.json', '--assume-complete']],
      account: [['plan.json', '--account', '111122223333']],
      region: [['plan.json', '--region', 'eu-central-1']],
      environment: [['plan.json', ...environment]],
    },
    cannotChange: { format: onlyForm, output: onlyPlace, marker: onlyForm },
  },
  audit: {
    definition: audit,
    keep: [['--output', 'json=kept.json'], 'kept.json'],
    seen: {
      environment: [[...files, ...now, ...environment]],
      profile: [[...files, ...now, '--profile', 'auditor']],
      region: [[...files, ...now, '--region', 'eu-central-1']],
      'endpoint-url': [[...files, ...now, '--endpoint-url', 'http://127.0.0.1:5000']],
      'since-days': [[...files, ...now, '--since-days', '30']],
      now: [[...files, '--now', '2027-03-10T12:00:01Z']],
      contract: [[...files, ...now, '--contract', 'policies/execution-role.json']],
    },
    cannotChange: {
      'print-policy': anotherPrint,
      format: onlyForm,
      json: onlyForm,
      output: onlyPlace,
      sign: 'the signature names its key',
      since: 'the document has the changes, with the earlier document that they are from',
      'signed-by': 'the document has the key that signed the earlier one',
    },
  },
};

let project: Project;

beforeAll(() => {
  project = makeProject();
  project.put('plan.json', recordedPlan('sample'));
  project.put('other/cdk.tf.json', project.read(stackFile));
  project.put('cdktf.json', readFileSync(join(__dirname, '..', '..', 'cdktf.json')));
  writeAnswers(project.at('.'), undefined, 'answers/');
  const git = (...words: string[]) => execFileSync('git', words, { cwd: project.at('.') });
  git('init', '-q', '-b', 'main');
  git('add', 'policies');
  git('-c', 'user.name=a', '-c', 'user.email=a@example.com', 'commit', '-qm', 'Contracts');
});
afterAll(() => project.remove());

/** The default of each command in these tests. */
const plain: Readonly<Record<string, readonly string[]>> = {
  check: [stackFolder],
  review: ['plan.json'],
  audit: [...files, ...now],
};

const kept = new Map<string, string>();

/** The document that a call leaves. The paths of the call are the same in both. */
async function documentOf(name: string, words: readonly string[]): Promise<string> {
  const [more, file] = commands[name]?.keep ?? [[], ''];
  const key = JSON.stringify([name, words]);
  const known = kept.get(key);
  if (known !== undefined) return known;
  const { status, stderr } = await project.keyturn(name, ...words, ...more);
  expect({ stderr, isRun: status === 0 || status === 1 }).toEqual({ stderr: '', isRun: true });
  const text = project.read(file);
  kept.set(key, text);
  return text;
}

describe.each(Object.entries(commands))('keyturn %s', (name, { definition, seen, cannotChange }) => {
  test('each option leaves its mark, or cannot change a verdict', () => {
    const known = [...Object.keys(seen), ...Object.keys(cannotChange)].sort();
    expect(definition.options.map(({ long }) => long?.slice(2)).sort()).toEqual(known);
  });

  test('the same call leaves the same document', async () => {
    const first = await documentOf(name, plain[name] ?? []);
    kept.clear();
    expect(await documentOf(name, plain[name] ?? [])).toBe(first);
  });

  test.each(Object.entries(seen))('--%s leaves another document', async (_, [words, than = plain[name] ?? []]) => {
    expect(await documentOf(name, words)).not.toBe(await documentOf(name, than));
  });
});

test.each([
  ['check', stackFolder],
  ['review', 'plan.json'],
])('the document of keyturn %s names the commit of the contracts, because a branch moves', async (name, file) => {
  const document = JSON.parse(await documentOf(name, [file, '--contract-from', 'main'])) as {
    contractsFrom?: object;
    basis?: { contractsFrom?: object };
  };
  const commit = execFileSync('git', ['rev-parse', 'main'], { cwd: project.at('.'), encoding: 'utf8' }).trim();
  expect(document.contractsFrom ?? document.basis?.contractsFrom).toEqual({ ref: 'main', commit });
});
