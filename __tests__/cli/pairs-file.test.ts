import { execFileSync } from 'node:child_process';
import { linkSync, renameSync, symlinkSync, writeFileSync } from 'node:fs';
import { makeProject, stackFolder, type Project } from './project';

/** A contract whose pairs are in a file next to it. */
let project: Project;
const contract = 'policies/execution-role.json';
const users: readonly (readonly [name: string, path: string])[] = [
  ['ci-deployer', '/ci/'],
  ['backup-agent', ''],
  ['report-mailer', ''],
  ['legacy-ftp', ''],
];
const rowsOf = (some: typeof users): string =>
  ['userName,path,secretName', ...some.map(([name, path]) => `${name},${path},${name}/aws`)].join('\n');

beforeEach(() => {
  project = makeProject();
  const json = JSON.parse(project.read(contract)) as object;
  project.put(contract, JSON.stringify({ ...json, pairs: { file: 'pairs.csv' } }));
  project.put('policies/pairs.csv', rowsOf(users));
});
afterEach(() => project.remove());

const check = (...words: readonly string[]) => project.keyturn('check', stackFolder, ...words);

test('the rows are the pairs, in any order', async () => {
  expect(await check()).toMatchObject({ status: 0, stderr: '' });
  project.put('policies/pairs.csv', rowsOf([...users].reverse()));
  expect(await check()).toMatchObject({ status: 0, stderr: '' });
});

test('a user that the file does not name is one finding, with the row to paste', async () => {
  project.put('policies/pairs.csv', rowsOf(users.slice(1)));
  const { status, stdout } = await check('--format', 'json');
  expect(status).toBe(1);
  expect(stdout).toContain('policies/execution-role.json does not name user ci-deployer with secret ci-deployer/aws');
  expect(stdout).toContain(
    'Add this row to policies/pairs.csv, with the columns userName,path,secretName, or remove the user from the settings: ci-deployer,/ci/,ci-deployer/aws',
  );
});

test('a user with another path is a row to change', async () => {
  project.put('policies/pairs.csv', rowsOf([['ci-deployer', '/'], ...users.slice(1)]));
  expect((await check('--format', 'json')).stdout).toContain(
    'Change policies/pairs.csv line 2 to this row, or change the path in the settings: ci-deployer,/ci/,ci-deployer/aws',
  );
});

describe('one line for each problem', () => {
  const cases: readonly (readonly [what: string, rows: string | undefined, lines: readonly string[]])[] = [
    [
      'bad rows',
      'userName,path,secretName,since\na,ci,a/aws,\nb,,b/aws,2027-02-30\n,,c/aws,\nd,,d aws,\n',
      [
        'policies/pairs.csv line 2, column path: "ci" is not the path of a user; it begins and ends with /, such as /ci/',
        'policies/pairs.csv line 4, column userName: is missing',
        'policies/pairs.csv line 3, column since: "2027-02-30" is not a day of the calendar',
      ],
    ],
    [
      'names that are none',
      'userName,secretName\nd,d aws\n',
      ['policies/pairs.csv line 2, column secretName: "d aws" is not a secret name'],
    ],
    [
      'an unknown column',
      'userName,secretName,grace\na,b,c',
      [
        'policies/pairs.csv line 1: unknown column "grace"; write one of "userName", "path", "secretName", "environments", "since", "reason", "owner"',
      ],
    ],
    ['no rows', 'userName,secretName\n', ['policies/execution-role.json: pairs.file: policies/pairs.csv has no pairs']],
    [
      'an empty file',
      '\n',
      ['policies/pairs.csv: is empty; name a CSV file of pairs with the columns userName and secretName'],
    ],
  ];
  test.each(cases)('%s', async (_, rows, lines) => {
    project.put('policies/pairs.csv', rows ?? '');
    const { status, stderr } = await check();
    expect({ status, lines: stderr.trimEnd().split('\n') }).toEqual({ status: 2, lines });
  });

  test.each([
    [
      { file: '../pairs.csv' },
      'pairs.file: ../pairs.csv is outside of the folder of the contract; keep the pairs next to the contract, where code owners review both',
    ],
    [
      { file: 'pairs.txt' },
      'pairs.file: "pairs.txt" is not a CSV file; name one in the folder of the contract, such as pairs.csv',
    ],
    [{ fiel: 'pairs.csv' }, 'pairs.fiel: is not known; the known members are file'],
    ['pairs.csv', 'pairs: must be a list, or an object such as {"file": "pairs.csv"}, not "pairs.csv"'],
  ])('%j', async (pairs, line) => {
    const json = JSON.parse(project.read(contract)) as object;
    project.put(contract, JSON.stringify({ ...json, pairs }));
    project.put('pairs.csv', rowsOf(users));
    project.put('policies/pairs.txt', rowsOf(users));
    expect((await check()).stderr).toContain(`policies/execution-role.json: ${line}\n`);
  });

  test('a link that leads out of the folder', async () => {
    renameSync(project.at('policies/pairs.csv'), project.at('pairs.csv'));
    symlinkSync('../pairs.csv', project.at('policies/pairs.csv'));
    expect((await check()).stderr).toContain('pairs.csv is a link that leads out of the folder of the contract');
  });
});

describe('the file of the settings cannot be the file of the contract', () => {
  const names = (file: string, inEnvironment = false) => {
    const users = { file };
    const keyturn = inEnvironment ? { environments: [{ users }] } : { users };
    writeFileSync(project.at('cdktf.json'), JSON.stringify({ context: { keyturn } }));
  };
  const refused = (users: string) => ({
    status: 2,
    stderr: `policies/execution-role.json: pairs.file: policies/pairs.csv is the same file as ${users}, which the settings take the users from; write the pairs into a file of their own\n`,
  });

  test.each([false, true])('by its name', async (inEnvironment) => {
    names('policies/pairs.csv', inEnvironment);
    expect(await check()).toMatchObject(refused('policies/pairs.csv'));
  });

  test('by a link', async () => {
    names('users.csv');
    symlinkSync('policies/pairs.csv', project.at('users.csv'));
    expect(await check()).toMatchObject(refused('users.csv'));
  });

  test('as a second name of it', async () => {
    names('users.csv');
    linkSync(project.at('policies/pairs.csv'), project.at('users.csv'));
    expect(await check()).toMatchObject(refused('users.csv'));
  });
});

describe('evidence', () => {
  test('holds only with the same pairs', async () => {
    expect(await check('--output', 'evidence=evidence.json')).toMatchObject({ status: 0 });
    const evidence = JSON.parse(project.read('evidence.json')) as { contracts: { file: string; beside?: object[] }[] };
    expect(evidence.contracts.find(({ file }) => file === contract)?.beside).toEqual([
      { file: 'policies/pairs.csv', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown, bytes: 148 },
    ]);
    expect(await project.keyturn('check', '--verify', 'evidence.json')).toMatchObject({ status: 0 });
    project.put('policies/pairs.csv', `${rowsOf(users)}\nother,,other/aws`);
    expect(await project.keyturn('check', '--verify', 'evidence.json')).toMatchObject({
      status: 2,
      stderr:
        'policies/pairs.csv: is not the file of pairs that evidence.json was made with; take it from the commit of 2026-11-23, with --contract-from or --contract\n',
    });
  });
});

describe('--contract-from', () => {
  const git = (...words: readonly string[]) =>
    execFileSync('git', ['-c', 'user.name=x', '-c', 'user.email=x@example.com', ...words], {
      cwd: project.at('.'),
      stdio: 'pipe',
    });
  const commit = () => {
    git('init', '-q');
    git('add', '.');
    git('commit', '-q', '-m', 'x');
  };

  test('reads the pairs of the commit, and names a contract whose pairs differ', async () => {
    commit();
    expect(await check('--contract-from', 'HEAD')).toMatchObject({ status: 0 });
    project.put('policies/pairs.csv', rowsOf(users.slice(1)));
    const { status, stdout } = await check('--contract-from', 'HEAD', '--format', 'json');
    expect(status).toBe(0);
    expect(stdout).toContain('contract policies/execution-role.json differs from the one that judges this change');
  });

  test('a pair that arrives with its user is named', async () => {
    project.put('policies/pairs.csv', rowsOf(users.slice(1)));
    commit();
    project.put('policies/pairs.csv', rowsOf(users));
    const { status, stdout } = await check('--contract-from', 'HEAD', '--format', 'json');
    expect(status).toBe(1);
    expect(stdout).toContain(
      'the change adds user \\"ci-deployer\\" with secret \\"ci-deployer/aws\\" together with it',
    );
  });

  test('a link of the commit is refused', async () => {
    renameSync(project.at('policies/pairs.csv'), project.at('policies/real.csv'));
    symlinkSync('real.csv', project.at('policies/pairs.csv'));
    expect(await check()).toMatchObject({ status: 0 });
    commit();
    expect(await check('--contract-from', 'HEAD')).toMatchObject({
      status: 2,
      stderr: 'policies/pairs.csv: is a link at HEAD; commit the file itself\n',
    });
  });

  test('a path that leaves the folder is refused', async () => {
    const json = JSON.parse(project.read(contract)) as object;
    project.put(contract, JSON.stringify({ ...json, pairs: { file: '../pairs.csv' } }));
    project.put('pairs.csv', rowsOf(users));
    commit();
    const { status, stderr } = await check('--contract-from', 'HEAD');
    expect(status).toBe(2);
    expect(stderr).toContain('pairs.file: ../pairs.csv is outside of the folder of the contract');
  });
});
