import { makeProject, type Project } from './project';

/** What to change in a contract so that its pairs are those of the settings. Nothing is written. */
let project: Project;
const contract = 'policies/execution-role.json';

beforeEach(() => {
  project = makeProject();
  const json = JSON.parse(project.read(contract)) as object;
  project.put(contract, JSON.stringify({ ...json, pairs: { file: 'pairs.csv' } }));
  const environments = ['staging', 'production'].map((name, index) => ({
    name,
    accountId: `11112222333${index}`,
    region: 'eu-central-1',
  }));
  const notification = { sender: 'key-rotation@example.com', recipients: ['platform-team@example.com'] };
  const keyturn = { environments, users: { file: 'users.csv' }, notification };
  project.put('cdktf.json', JSON.stringify({ context: { keyturn } }));
});
afterEach(() => project.remove());

const table = (columns: string, rows: readonly string[]): string => [columns, ...rows].join('\n');

function put(users: readonly string[], pairs: readonly string[]): void {
  project.put('users.csv', table('userName,path,secretName,environments', users));
  project.put('policies/pairs.csv', table('userName,secretName,path,environments', pairs));
}

const diff = (...words: readonly string[]) => project.keyturn('pairs', '--diff', ...words);

test('the same pairs', async () => {
  put(['a,/ci/,a/aws,', 'b,,b/aws,staging'], ['b,b/aws,,staging', 'a,a/aws,/ci/,production; staging']);
  expect(await diff()).toEqual({
    status: 0,
    stderr: '',
    stdout: '✓ policies/pairs.csv: the same pairs as in the settings of staging, production\n',
  });
});

const differing = () =>
  put(
    ['a,/ci/,a/aws,', 'b,,b/aws,staging', '"c,d",,c/aws,', 'e,,e/aws,production', 'f,,f/aws,'],
    ['a,a/aws,,', 'b,b/aws,,', 'old,old/aws,,gone', 'f,f/aws,,staging'],
  );

test('missing and surplus rows, with the lines to write', async () => {
  differing();
  expect(await diff()).toEqual({
    status: 1,
    stderr: '',
    stdout: [
      '✗ policies/pairs.csv: differs from the settings of staging, production',
      '  Add, if you know that each secret holds the key of its user, with the columns userName,secretName,path,environments:',
      '    + a,a/aws,/ci/,',
      '    + "c,d",c/aws,,',
      '    + e,e/aws,,production',
      '  Remove, or add the user to the settings:',
      '    - policies/pairs.csv line 2: a with a/aws',
      '    - policies/pairs.csv line 4: old with old/aws',
      '  Change the environments:',
      '    - policies/pairs.csv line 3: b with b/aws → staging',
      '    - policies/pairs.csv line 5: f with f/aws → all',
      '',
    ].join('\n'),
  });
});

test('of one environment', async () => {
  differing();
  const { stdout } = await diff('production');
  expect(stdout.match(/[+] .*/g)).toEqual(['+ a,a/aws,/ci/,', '+ "c,d",c/aws,,', '+ e,e/aws,,production']);
  expect(await diff('prod')).toMatchObject({
    status: 2,
    stderr: 'prod: is not an environment of the settings; did you mean "production"?\n',
  });
});

test('as JSON', async () => {
  put(['a,,a/aws,', 'b,,b/aws,staging'], ['a,a/aws,,', 'c,c/aws,,']);
  const { status, stdout } = await diff('--json');
  expect(status).toBe(1);
  expect(JSON.parse(stdout)).toEqual({
    contracts: [
      {
        file: contract,
        pairsFile: 'policies/pairs.csv',
        environments: ['staging', 'production'],
        add: [{ userName: 'b', path: '/', secretName: 'b/aws', environments: ['staging'] }],
        remove: [{ userName: 'c', path: '/', secretName: 'c/aws', index: 1, at: 'policies/pairs.csv line 3' }],
        limit: [],
      },
    ],
    withoutPairs: [],
  });
});

test('entries of a contract that lists its pairs', async () => {
  put(['a,/ci/,a/aws,'], []);
  const json = JSON.parse(project.read(contract)) as object;
  project.put(contract, JSON.stringify({ ...json, pairs: [{ userName: 'b', secretName: 'b/${environment}' }] }));
  expect((await diff()).stdout).toBe(
    [
      '✗ "pairs" of policies/execution-role.json: differs from the settings of staging, production',
      '  Add, if you know that each secret holds the key of its user:',
      '    + {"path":"/ci/","userName":"a","secretName":"a/aws"}',
      '  Remove, or add the user to the settings:',
      '    - pairs[0] of policies/execution-role.json: b with b/${environment}',
      '',
    ].join('\n'),
  );
});

test('a parameter of a contract is replaced', async () => {
  put(['a,,a/staging,staging', 'a,,a/production,production'], ['a,a/${environment},,']);
  expect(await diff()).toMatchObject({ status: 0 });
});

test('an environment without a contract', async () => {
  put(['a,,a/aws,'], ['a,a/aws,,']);
  const json = JSON.parse(project.read(contract)) as object;
  project.put(contract, JSON.stringify({ ...json, environments: ['staging'] }));
  expect(await diff()).toEqual({
    status: 1,
    stderr: '',
    stdout: [
      '✓ policies/pairs.csv: the same pairs as in the settings of staging',
      '✗ environment production: no contract lists its pairs; write one with "pairs"',
      '',
    ].join('\n'),
  });
});
