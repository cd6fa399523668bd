import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Question } from '../../src/audit/answers/questions';
import type { AnsweredQuestion, Reply } from '../../src/audit/answers/replies';
import type { AuditDocument, EnvironmentAudit } from '../../src/audit/document';
import { unknownProfile } from '../../src/account/sdk/access';
import { loadSynthesis } from '../../src/cli/command';
import type { Options } from '../../src/cli/commands/audit/options';
import { runWith } from '../../src/cli/commands/audit/run';
import { InputError } from '../../src/input-error';
import { cleanAccount } from '../audit/account';
import { inProduction } from '../audit/files';
import { now } from '../audit/report';
import { asInSchema } from '../audit/schema';

/** `keyturn audit` of several accounts in one call, in front of accounts that answer, or do not. */
const root = resolve(__dirname, '..', '..');
const before = { ...process.env };
const both = ['staging=audit-staging', 'production=audit-production'];
let folder: string;

/** How an account behaves: it has answers, or AWS gives none. */
type Account = Readonly<Record<string, unknown>> | Extract<Reply, { kind: 'failed' }>;
const clean: Readonly<Record<string, Account>> = {
  '111122223333': cleanAccount(),
  '444455556666': inProduction(cleanAccount()),
};
const unreachable: Account = { kind: 'failed', reason: 'unreachable', message: 'sts:GetCallerIdentity: ECONNREFUSED' };

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keyturn-audit-live-'));
  for (const name of ['cdktf.json', 'policies']) cpSync(join(root, name), join(folder, name), { recursive: true });
  writeFileSync(join(folder, 'config'), '[profile audit-staging]\n[profile audit-production]\n');
});
beforeEach(() =>
  Object.assign(process.env, {
    AWS_CONFIG_FILE: join(folder, 'config'),
    AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
  }),
);
afterEach(() => void (process.env = { ...before }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The accounts and profiles that were asked. */
interface Audited {
  readonly status: number;
  readonly stdout: string;
  readonly calls: readonly string[];
  /** How often each account was asked. */
  readonly rounds: Readonly<Record<string, number>>;
}

async function audit(options: Options, accounts: Readonly<Record<string, Account>> = clean): Promise<Audited> {
  const calls = new Set<string>();
  const rounds: Record<string, number> = {};
  let stdout = '';
  const run = runWith({
    loadSynthesis,
    loadOperator: () =>
      Promise.resolve({
        refusePlace: () => undefined,
        unknownProfile,
        answersOf: ({ profile = 'none' }, { accountId, questions }) => {
          calls.add(`${accountId} with ${profile}`);
          rounds[accountId] = (rounds[accountId] ?? 0) + 1;
          return Promise.resolve(questions.map((question) => answer(question, accounts[accountId] ?? {})));
        },
      }),
  });
  const status = await run([], options, {
    stdout: (text) => void (stdout += text),
    stderr: () => undefined,
    isTerminal: false,
    cwd: folder,
    now: new Date(now),
  });
  return { status, stdout, calls: [...calls], rounds };
}

function answer(question: Question, account: Account): AnsweredQuestion {
  if (account.kind === 'failed') return { question, reply: account as Reply };
  const value = (account as ReturnType<typeof cleanAccount>)[`${question.kind} ${question.name}`];
  return { question, reply: value === undefined ? { kind: 'absent' } : { kind: 'answered', value } };
}

const environmentsIn = (stdout: string): readonly EnvironmentAudit[] =>
  asInSchema(JSON.parse(stdout) as AuditDocument).environments;
const verdictsIn = (stdout: string) => environmentsIn(stdout).map(({ environment, verdict }) => [environment, verdict]);

test('each account is asked with its own profile, and judged', async () => {
  const { status, stdout, calls } = await audit({ environment: both, json: true });
  expect(calls).toEqual(['111122223333 with audit-staging', '444455556666 with audit-production']);
  expect(verdictsIn(stdout)).toEqual([
    ['staging', 'pass'],
    ['production', 'pass'],
  ]);
  expect(status).toBe(0);
});

test('without --environment, --profile is that of all environments', async () => {
  const { calls } = await audit({ profile: 'audit-staging', json: true });
  expect(calls).toEqual(['111122223333 with audit-staging', '444455556666 with audit-staging']);
});

describe.each<[string, Options, Readonly<Record<string, Account>>, reason: string, message: string]>([
  [
    'one account cannot be reached',
    { environment: both },
    { ...clean, '444455556666': unreachable },
    'unreachable',
    'sts:GetCallerIdentity: ECONNREFUSED',
  ],
  [
    'one profile is misspelt',
    { environment: ['staging=audit-staging', 'production=audit-produktion'] },
    clean,
    'no-credentials',
    '--environment production=audit-produktion: there is no profile "audit-produktion" in ',
  ],
  [
    'the profile for the others is misspelt',
    { environment: ['staging=audit-staging', 'production'], profile: 'auditer' },
    clean,
    'no-credentials',
    '--profile: there is no profile "auditer" in ',
  ],
])('if %s', (_, options, accounts, reason, message) => {
  test('the other account is audited, and the failure is named with its environment', async () => {
    const { status, stdout } = await audit({ ...options, json: true }, accounts);
    expect(verdictsIn(stdout)).toEqual([
      ['staging', 'pass'],
      ['production', 'undecided'],
    ]);
    expect(status).toBe(2);
    const [, production] = environmentsIn(stdout);
    expect(production?.gaps.length).toBeGreaterThan(10);
    for (const gap of production?.gaps ?? [])
      expect(gap).toMatchObject({ reason, message: expect.stringContaining(message) as string });
  });

  test('the text has one line for it', async () => {
    const { stdout } = await audit(options, accounts);
    expect(stdout.match(/^ {2}not known: .*$/gm)).toEqual([expect.stringContaining(message)]);
    expect(stdout).toMatch(/^UNDECIDED {2}2 environments, 0 problems, \d+ questions without an answer$/m);
  });
});

test.each<[reason: string, Account, rounds: number]>([
  ['cannot be reached', unreachable, 1],
  ['needs other credentials', { kind: 'failed', reason: 'wrong-account', message: 'not in it' }, 1],
  ['allows no call', { kind: 'failed', reason: 'denied', message: 'iam:GetAccountAuthorizationDetails: denied' }, 2],
])('an account that %s is asked no more than needed', async (_, account, expected) => {
  const { rounds } = await audit({ environment: both, json: true }, { ...clean, '444455556666': account });
  expect(rounds).toEqual({ '111122223333': 2, '444455556666': expected });
});

test('a fault in an account fails the audit, though the other cannot be reached', async () => {
  const accounts = { '111122223333': unreachable, '444455556666': {} };
  const { status, stdout } = await audit({ environment: both, json: true }, accounts);
  expect([status, verdictsIn(stdout)]).toEqual([
    1,
    [
      ['staging', 'undecided'],
      ['production', 'fail'],
    ],
  ]);
});

test('if no profile exists, the call is wrong: one line for each', async () => {
  const refused = await audit({ environment: ['staging=a', 'production=b'] }).catch((error: unknown) => error);
  expect(refused instanceof InputError ? refused.lines : refused).toEqual([
    expect.stringMatching(/^--environment staging=a: there is no profile "a" in /),
    expect.stringMatching(/^--environment production=b: there is no profile "b" in /),
  ]);
});
