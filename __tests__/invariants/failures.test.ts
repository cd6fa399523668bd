import { runExecution } from '../simulator/run-executions';
import type { Json } from '../../src/json';
import { defaultStart, type CallMoment, type Fault, type World } from '../../src/simulator';
import { buildWorkflow, strategies } from '../../src/workflow';
import { runsAll, someOf } from '../effort';
import { workflowOptions } from '../workflow/options';
import { beginnings, input, rolePolicy, worldOf } from './worlds';

const fails = (error: string, cause: string): Fault => ({ kind: 'fail-before', error, cause });

const lost = (prefix: string): Fault => ({
  kind: 'lose-answer',
  error: `${prefix}.SdkClientException`,
  cause: 'connection reset',
});

/** What every attempt at a call of a state meets, by the prefix of the errors of its service. */
const mishaps: readonly ((prefix: string) => Fault)[] = [
  (prefix) => fails(`${prefix}.${prefix}Exception`, 'The role is not authorized to perform this action'),
  (prefix) => fails(`${prefix}.${prefix}Exception`, 'Rate exceeded'),
  (prefix) => fails(`${prefix}.SdkClientException`, 'connection reset'),
  lost,
  () => fails('Iam.NoSuchEntityException', 'cannot be found'),
  () => fails('Iam.LimitExceededException', 'Cannot exceed quota'),
  () => fails('SecretsManager.EncryptionFailureException', 'The KMS key is disabled.'),
  () => ({ kind: 'timeout', takesEffect: true }),
];

const prefixOf = (action: string) =>
  action.startsWith('iam') ? 'Iam' : action.startsWith('ses') ? 'Ses' : 'SecretsManager';

/** SES takes every mail, none, or all but those of failures. */
const mailboxes = ['up', 'down', 'down for failures'] as const;
const rejected = fails('Ses.MessageRejectedException', 'Email address is not verified.');

/** Failures that one execution alone cannot come to: somebody else changes the keys, or AWS answers what it should not. */
const notAlone = ['KeysNotComparable', 'ListNotUnderstood', 'NewKeyMissing', 'SeveralUnknownKeys', 'UnknownKeySeen'];

const worlds = beginnings.map((beginning) => worldOf(beginning));

/** Every beginning with the usual input, and one with an input that names the only key. */
const everyStart: readonly (readonly [World, Json])[] = [
  ...worlds.map((world) => [world, input] as const),
  ...worlds.slice(1, 2).map((world) => [world, { ...input, accessKeyId: world.users[0]?.keys[0]?.id ?? '' }] as const),
];

const inputs: readonly (readonly [string, Json, string])[] = [
  ['absent', {}, 'UserNameRefused'],
  ['a number', 7, 'UserNameRefused'],
  ['HTML', { userName: '<b>ci</b>', secretName: '<script>alert(1)</script>' }, 'PairRefused'],
  ['with HTML for a key', { ...input, accessKeyId: ['<b>ci</b>'] }, 'AccessKeyIdRefused'],
  ['of 200 kB', { userName: 'x'.repeat(200_000) }, 'PairRefused'],
  [
    'of 200 kB next to the names',
    { ...input, gracePeriodSeconds: -1, more: 'x'.repeat(200_000) },
    'GracePeriodRefused',
  ],
];

describe.each(someOf(strategies.map((strategy) => ({ strategy }))))('$strategy', ({ strategy }) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const tasks = Object.entries(definition.States).flatMap(([name, { Type }]) => (Type === 'Task' ? [name] : []));
  const errors = Object.values(definition.States).flatMap((state) => {
    const error = state.Type === 'Pass' && state.Next === 'SendFailureEmail' ? state.Parameters?.error : undefined;
    return typeof error === 'string' ? [error] : [];
  });

  function run(
    mailbox: (typeof mailboxes)[number],
    world: World,
    given: Json,
    fault?: (call: CallMoment) => Fault | undefined,
  ) {
    const isDown = ({ action, state }: CallMoment) =>
      action === 'ses:SendEmail' && (mailbox === 'down' || (mailbox !== 'up' && state === 'SendFailureEmail'));
    const faults = (call: CallMoment) => (isDown(call) ? rejected : fault?.(call));
    return runExecution({ definition, rolePolicies: [rolePolicy], world, input: given, faults });
  }

  /** Judges an end: one failure is mailed once if SES takes its mail, and nothing shows a secret access key. */
  function judge({ status, error, cause, output, world }: ReturnType<typeof run>, isMailTaken: boolean): void {
    const shown = JSON.stringify([error ?? '', cause ?? '', output ?? '', world.mails]);
    for (const { keys } of world.users) for (const { secret } of keys) expect(shown).not.toContain(secret);
    if (status === 'SUCCEEDED') return;
    expect([status, errors]).toEqual(['FAILED', expect.arrayContaining([error])]);
    const about = world.mails.filter(({ subject }) => subject.endsWith(`: ${error ?? ''}`));
    expect(about).toHaveLength(isMailTaken ? 1 : 0);
    for (const { text, html } of about) {
      expect(text).toContain(cause);
      expect(html).toContain(cause);
    }
  }

  test.each(someOf(mailboxes))(
    'whatever a call meets, with SES %s: one failure, mailed as far as SES takes it',
    (mailbox) => {
      const met = new Set<string>();
      for (const [world, given] of runsAll ? everyStart : everyStart.slice(1, 2)) {
        for (const state of tasks)
          for (const mishap of runsAll ? mishaps : mishaps.filter((_, index) => index % 3 === 0)) {
            const fault = (call: CallMoment) => {
              if (call.state === state) return mishap(prefixOf(call.action));
              // A lost key is looked for only after a lost answer.
              return state.includes('LostKey') && call.state === 'CreateAccessKey' ? lost('Iam') : undefined;
            };
            const ended = run(mailbox, world, given, fault);
            if (ended.error !== undefined) met.add(ended.error);
            // A mail whose answer is lost was sent all the same.
            if (state !== 'SendFailureEmail') judge(ended, mailbox === 'up');
          }
      }
      const refusals = [
        'UserNameRefused',
        'SecretNameRefused',
        'PairRefused',
        'GracePeriodRefused',
        'AccessKeyIdRefused',
      ];
      const left = errors.filter((error) => !met.has(error) && !refusals.includes(error));
      if (runsAll) expect(notAlone).toEqual(expect.arrayContaining(left));
    },
  );

  test.each(mailboxes.flatMap((mailbox) => inputs.map((each) => [mailbox, ...each] as const)))(
    'with SES %s, an input %s: one failure, and nothing of it is quoted',
    (mailbox, _, given, error) => {
      const [, one] = beginnings;
      if (one === undefined) throw new Error('there is no world with one key');
      const ended = run(mailbox, worldOf(one), given);
      expect(ended.error).toBe(error);
      judge(ended, mailbox === 'up');
      expect(ended.endedAt - defaultStart).toBeLessThan(90_000);
      expect(JSON.stringify([ended.error, ended.cause, ended.world.mails])).not.toMatch(/<b>ci|script|xxx/);
    },
  );
});
