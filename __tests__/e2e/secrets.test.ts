import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { GetExecutionHistoryCommand } from '@aws-sdk/client-sfn';
import { environment, settingsFor, Stage } from './stage';
import { tellDeployed, type Story } from './stories';
import { succeeded } from './project';
import { describeReal } from './tools';
import type { Beginning, MadeKey } from './world';

/** Every way in which a text may stand in another: as it is, in a URL, in base64 at any offset, in hexadecimal. */
function writingsOf(secret: string): string[] {
  const bytes = (before: string) => Buffer.from(`${before}${secret}`, 'utf8').toString('base64');
  // The first and the last letters of base64 hold bits of the neighbours.
  const base64 = [bytes(''), bytes('x').slice(2), bytes('xx').slice(3)].map((text) =>
    text.replace(/=+$/, '').slice(0, -1),
  );
  return [secret, encodeURIComponent(secret), ...base64, Buffer.from(secret).toString('hex')];
}

/** The ids of the access keys whose secret stands in a text. */
function secretsIn(text: string, keys: readonly MadeKey[]): string[] {
  return keys.filter(({ secret }) => writingsOf(secret).some((writing) => text.includes(writing))).map(({ id }) => id);
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // Terraform links the provider in; it was there before any secret.
    if (entry.isSymbolicLink() || entry.name === 'providers') return [];
    return entry.isDirectory() ? filesBelow(path) : [path];
  });
}

describeReal('no secret access key is anywhere but in Secrets Manager and in the history', () => {
  const beginning: Beginning = { userName: 'alice', secretName: 'alice/aws', keys: ['Inactive', 'Active'] };
  const refused = { kind: 'fail-before', error: 'SecretsManager.SecretsManagerException', cause: 'no' } as const;
  /** Rotations that succeed, and those that fail with a new key in their hands. */
  const stories: readonly Story[] = [
    { beginning },
    { beginning, faults: ({ state }) => (/Secret|Stored/.test(state) ? refused : undefined) },
    { beginning, faults: ({ state }) => (state === 'LookForOthers' ? { ...refused, kind: 'lose-answer' } : undefined) },
    { beginning, faults: ({ state }) => (state === 'SendEmail' ? refused : undefined) },
    { beginning, faults: ({ state }) => (state === 'DeletePreviousKey' ? refused : undefined) },
    { beginning, faults: ({ action }) => (action === 'iam:DeleteAccessKey' ? refused : undefined) },
  ];
  let stage: Stage;

  beforeAll(async () => {
    stage = await Stage.open(settingsFor(['alice']));
    const { project } = stage;
    const stack = `keyturn-${environment}`;
    succeeded(await project.cdktf('deploy', stack, '--auto-approve', '--skip-provider-lock'));
    for (const story of stories) await tellDeployed(stage, story);
    succeeded(await project.cdktf('diff', stack, '--skip-provider-lock'));
    succeeded(await project.terraform(environment, 'plan', '-no-color', '-out=plan'));
    succeeded(await project.terraform(environment, 'show', '-json'));
    succeeded(await project.terraform(environment, 'output', '-json'));
    await project.check(project.write('account.json', await stage.account.authorizationDetails()));
    succeeded(await project.cdktf('destroy', stack, '--auto-approve', '--skip-provider-lock'));
  });
  afterAll(() => stage.close());

  const endings = () =>
    Promise.all(stage.director.started.map(({ execution }) => stage.account.endingOf(stage.executionArn(execution))));

  test('there are secrets to look for, and the search finds them where they belong', async () => {
    const keys = stage.everyKey;
    expect(keys.length).toBeGreaterThanOrEqual(3 * stories.length - 1);
    expect(keys.every(({ secret }) => secret.length >= 20)).toBe(true);
    const value = (await stage.account.valueOf(beginning.secretName)) ?? '';
    expect(secretsIn(value, keys)).toHaveLength(1);
    expect(secretsIn(encodeURIComponent(value), keys)).toHaveLength(1);
    for (const before of ['', '.', '..'])
      expect(secretsIn(Buffer.from(before + value).toString('base64'), keys)).toHaveLength(1);
    const [first] = stage.director.started;
    const executionArn = stage.executionArn(first?.execution ?? '');
    const history = await stage.account.clients.sfn.send(new GetExecutionHistoryCommand({ executionArn }));
    expect(secretsIn(JSON.stringify(history.events), keys)).toHaveLength(1);
  });

  test.each<[string, () => string | Promise<string>]>([
    ['what the commands printed', () => stage.project.printed.join('\n')],
    [
      'mails',
      () =>
        JSON.stringify(
          stage.director.called.filter(({ action }) => action === 'ses:SendEmail').map((call) => call.parameters),
        ),
    ],
    [
      'what other calls were told',
      () =>
        JSON.stringify(
          stage.director.called
            .filter(({ action }) => action !== 'secretsmanager:UpdateSecret')
            .map((call) => call.parameters),
        ),
    ],
    ['inputs of executions', () => JSON.stringify(stage.director.started)],
    ["executions' outputs, errors and causes", async () => JSON.stringify(await endings())],
    ['what IAM shows of the account', async () => JSON.stringify(await stage.account.authorizationDetails())],
  ])('not in %s', async (_, text) => {
    const read = await text();
    expect(read.length).toBeGreaterThan(100);
    expect(secretsIn(read, stage.everyKey)).toEqual([]);
  });

  test('not in any file of the project: stacks, plans, states, their backups and logs', () => {
    const files = filesBelow(stage.project.folder);
    const names = files.map((file) => file.slice(stage.project.folder.length + 1)).join('\n');
    expect(names).toMatch(/tfstate/);
    expect(names).toMatch(/plan/);
    // A plan is a zip; what it holds was printed by `terraform show` as well.
    const found = files.filter((file) => secretsIn(readFileSync(file, 'latin1'), stage.everyKey).length > 0);
    expect(found).toEqual([]);
  });
});
