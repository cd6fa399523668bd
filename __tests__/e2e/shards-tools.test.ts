import { Auditor, settings } from './audit/auditor';
import { describeReal } from './tools';

/** The users of the settings, each in its shard. */
const inShards = (shardOf: Readonly<Record<string, string>>): readonly object[] =>
  (settings['users'] as readonly { readonly name: string }[]).map((user) => ({
    ...user,
    shard: shardOf[user.name] ?? '00',
  }));

describeReal('the commands in front of an environment with two shards', () => {
  let auditor: Auditor;

  beforeAll(async () => {
    auditor = await Auditor.open({ users: inShards({ 'backup-agent': '01', 'report-mailer': '01' }) });
  });
  afterAll(() => auditor.close());

  test('an audit of the account compares both machines, and finds nothing', async () => {
    const { found, status, stderr, environment } = await auditor.audit();
    expect([found, status, stderr]).toEqual([[], 0, '']);
    expect(environment.parts.drift.notCompared).toEqual([]);
    expect(
      environment.shards?.map(({ shard, users, executions, running }) => [shard, users, executions, running]),
    ).toEqual([
      ['00', 2, 2, 0],
      ['01', 2, 2, 0],
    ]);
  });

  test.each(['ci-deployer', 'report-mailer'])('a dry run of %s has the rights of its shard', async (user) => {
    const { status, stdout } = await auditor.call('rotate', user, '--environment', 'staging', '--dry-run');
    expect(stdout).toContain('Dry run: nothing was started.');
    expect(status).toBe(0);
  });

  test('a plan that moves a user is noted by the check, and shown as a move by the review', async () => {
    const { project } = auditor.stage;
    project.configure({ ...settings, users: inShards({ 'report-mailer': '01' }) });
    await project.synth();
    const file = project.write('plan.json', await project.plan('staging'));
    const moved = ['aws_sfn_state_machine.rotation["01"]', 'aws_sfn_state_machine.rotation["00"]'];
    const check = await auditor.call('check', file, '--format', 'json');
    expect([check.status, check.stdout]).toEqual([
      0,
      expect.stringContaining(JSON.stringify(`this apply moves user "backup-agent" from ${moved.join(' to ')}`)),
    ]);
    const review = await auditor.call('review', file);
    expect(review.status).toBe(0);
    expect(review.stdout).toContain(
      '~ user backup-agent moves from machine keyturn-staging-01 to machine keyturn-staging',
    );
    expect(review.stdout).toContain('Drain it first');
  });
});
