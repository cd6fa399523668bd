import { faultKind, faultOf, type FaultKind } from '../../../src/explorer/model/faults';
import { enforce } from '../role';
import { environment, settingsFor, Stage } from '../stage';
import { tellDeployed, tellSimulated, type Story, type Told } from '../stories';
import { describeReal } from '../tools';
import type { Beginning } from '../world';

/** What one strategy does, as a reader of the docs would expect it. */
interface Expected {
  /** `strategy` and `twoKeys` of the settings. */
  readonly settings: { readonly [setting: string]: unknown };
  /** For each beginning: the states that call a service, in order, and what is left. */
  readonly rotations: readonly {
    readonly keys: Beginning['keys'];
    readonly calls: readonly string[];
    readonly error?: string;
    readonly left: readonly string[];
    readonly secret: readonly string[];
  }[];
  /** The states whose calls meet mishaps; all that call if left out. */
  readonly mishapsAt?: readonly string[];
  /** May the secret hold a deleted key for a while? */
  readonly mayDie?: boolean;
}

const user = { userName: 'alice', path: '/ci/', secretName: 'alice/aws' };

/** Faults of the explorer that differ in what becomes of the call; the others differ in words alone. */
const mishaps = ['t', 'r', 'l', 'e'].flatMap((id) => faultKind(id) ?? []);

/** The calls of a state meet the fault. */
function at(state: string, kind: FaultKind): NonNullable<Story['faults']> {
  return (call) => (call.state === state && (kind.isLasting || call.attempt === 1) ? faultOf(kind, call) : undefined);
}

/** Deploys one strategy and runs its scenarios in the deployed machine, each next to the same one in the embedded AWS. */
export function describeRotations(name: string, { settings, rotations, mishapsAt, mayDie = false }: Expected): void {
  describeReal(`${name}, deployed`, () => {
    let stage: Stage;

    beforeAll(async () => {
      const alice = { name: user.userName, path: user.path, secretName: user.secretName };
      stage = await Stage.open(settingsFor([alice], settings));
      await stage.project.deploy(environment);
      stage.director.faults = enforce(stage.account, `keyturn-${environment}-execution`);
    });
    afterAll(() => stage.close());

    test.each(rotations)('rotates a user whose keys are $keys', async ({ keys, calls, error, left, secret }) => {
      const told = await tellDeployed(stage, { beginning: { ...user, keys } });
      expect(told.calls.map(({ state }) => state)).toEqual(calls);
      expect([told.ending.status, told.ending.error]).toEqual([error === undefined ? 'SUCCEEDED' : 'FAILED', error]);
      expect({ left: told.keys, secret: told.secret }).toEqual({ left, secret });
      const inUse = secret[0]?.replace('AWSCURRENT: ', '') ?? '';
      expect(told.value).toMatchObject({
        UserName: user.userName,
        AccessKeyId: inUse,
        SecretAccessKey: inUse.replace('<', '<secret of '),
      });
      const mails = told.calls.filter(({ action }) => action === 'ses:SendEmail');
      // One mail in any case: of the rotation, or of its failure.
      expect(mails.map(({ parameters }) => parameters)).toMatchObject([
        { Destination: { ToAddresses: ['platform-team@example.com'] } },
      ]);
      expect(JSON.stringify(mails)).not.toContain('<secret of');
      if (!mayDie) expect(told.deadBefore).toEqual([]);
    });

    const stories = [
      ...rotations.map(({ keys }) => [`keys [${keys.join()}]`, { beginning: { ...user, keys } }] as const),
      ...distinctCalls(rotations, mishapsAt).flatMap(({ state, keys }) =>
        mishaps.map((mishap) => {
          const story: Story = { beginning: { ...user, keys }, faults: at(state, mishap) };
          return [`keys [${keys.join()}], ${state} ${mishap.words}`, story] as const;
        }),
      ),
    ];

    test.each(stories)('does as the embedded AWS says: %s', async (_, story) => {
      const told = await tellDeployed(stage, story);
      expect(told).toEqual(await tellSimulated(stage, story));
      expectPromises(told, mayDie);
    });

    test('runs, byte for byte, the definition that was synthesised', () => {
      const { resource } = JSON.parse(stage.project.read(stage.project.stackFile(environment))) as Synthesised;
      // Terraform writes `$${` for `${`: https://developer.hashicorp.com/terraform/language/expressions/strings#escape-sequences
      const synthesised = resource.aws_sfn_state_machine.rotation.definition.replaceAll('$${', '${');
      expect(new Set(stage.director.started.map(({ definition }) => definition))).toEqual(new Set([synthesised]));
    });
  });
}

interface Synthesised {
  readonly resource: { readonly aws_sfn_state_machine: { readonly rotation: { readonly definition: string } } };
}

/** Each state that calls, with the first beginning in which it does. */
function distinctCalls(rotations: Expected['rotations'], only?: readonly string[]) {
  const seen = new Map<string, Beginning['keys']>();
  const usual = [...rotations].sort((a, b) => Math.abs(a.keys.length - 1) - Math.abs(b.keys.length - 1));
  for (const { keys, calls } of usual) for (const state of calls) if (!seen.has(state)) seen.set(state, keys);
  return [...seen].filter(([state]) => only?.includes(state) ?? true).map(([state, keys]) => ({ state, keys }));
}

/** What must hold whatever goes wrong, judged from what is left. */
function expectPromises({ ending, keys, secret, mails, deadBefore }: Told, mayDie: boolean): void {
  if (!mayDie) expect(deadBefore).toEqual([]);
  const ids = keys.map((key) => key.replace(/ \w+$/, ''));
  const held = secret.map((version) => version.replace(/^.*: /, ''));
  const orphans = ids.filter((id) => !held.includes(id));
  // Every failure names what it leaves behind, or that nobody can know it.
  if (orphans.length > 0) expect(`${ending.status} ${ending.cause}`).toContain('FAILED');
  expect(['SUCCEEDED', 'FAILED']).toContain(ending.status);
  if (ending.status === 'SUCCEEDED') expect(mails).toBeGreaterThan(0);
  expect(JSON.stringify(ending)).not.toContain('<secret of');
}
