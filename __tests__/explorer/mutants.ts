import type { Strategy } from '../../src/workflow';
import type { State, StateMachineDefinition } from '../../src/asl';
import type { InvariantName } from '../../src/explorer';

type Change = (definition: StateMachineDefinition) => StateMachineDefinition;

/** Replaces fields of a state; a test of its own keeps every name here up to date. */
function state(name: string, change: (state: State) => object): Change {
  return (definition) => {
    const found = definition.States[name];
    if (found === undefined) throw new Error(`there is no state ${name} to break`);
    return { ...definition, States: { ...definition.States, [name]: { ...found, ...change(found) } } };
  };
}

const leadsTo = (name: string, next: string) => state(name, () => ({ Next: next }));

const timesOutAfter =
  (change: (seconds: number) => number): Change =>
  (definition) => ({ ...definition, TimeoutSeconds: change(definition.TimeoutSeconds ?? 0) });

/** Leads every catcher of a state that goes to `from` to another state. */
const catches = (name: string, from: string, to: string) =>
  state(name, (found) => ({
    Catch: (found.Type === 'Task' ? (found.Catch ?? []) : []).map((each) =>
      each.Next === from ? { ...each, Next: to } : each,
    ),
  }));

/** Leads the rules of a Choice that go to `from` to another state. */
const chooses = (name: string, from: string, to: string) =>
  state(name, (found) => ({
    ...(found.Type === 'Choice' && found.Default === from ? { Default: to } : {}),
    Choices: (found.Type === 'Choice' ? found.Choices : []).map((rule) =>
      rule.Next === from ? { ...rule, Next: to } : rule,
    ),
  }));

const parameters = (name: string, added: object) =>
  state(name, (found) => ({ Parameters: { ...('Parameters' in found ? found.Parameters : {}), ...added } }));

/** Gives a failure another cause. */
const says = (name: string, cause: { readonly cause: string } | { readonly 'cause.$': string }) =>
  parameters(name, { cause: undefined, 'cause.$': undefined, ...cause });

const both =
  (one: Change, other: Change): Change =>
  (definition) =>
    other(one(definition));

const blindRetry = { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2, IntervalSeconds: 1, MaxDelaySeconds: 5 }] };

/** Broken workflows, each with the invariant that it breaks. */
export const mutants: readonly {
  readonly breaks: InvariantName;
  readonly strategy: Strategy;
  readonly name: string;
  readonly change: Change;
}[] = [
  {
    breaks: '1 the secret is never dead',
    strategy: 'overlap',
    name: 'the new key is deleted when the answer to UpdateSecret is lost',
    change: catches('UpdateSecret', 'AskWhetherStored', 'NoteMissing'),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'overlap',
    name: 'a refusal by KMS is taken for certain, though the first of two calls may have stored the key',
    change: state('IsItRefused', (found) => ({
      Choices: [
        { Variable: '$.error.Cause', StringMatches: '*Access to KMS is not allowed*', Next: 'NoteNotAllowed' },
        ...(found.Type === 'Choice' ? found.Choices : []),
      ],
    })),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'until-next-rotation',
    name: 'the key in use is taken for the spare one',
    change: chooses('JudgeTwoKeys', 'FirstKeyIsSpare', 'SecondKeyIsSpare'),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'overlap',
    name: 'the only key is deleted before a new one is stored',
    change: chooses('JudgeOneKey', 'KeepTheOnlyKey', 'OnlyKeyIsSpare'),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'CreateAccessKey is repeated blindly',
    change: state('CreateAccessKey', () => blindRetry),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'delete-first',
    name: 'a key that could not be stored is left behind',
    change: leadsTo('NoteMissing', 'NotStored'),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'until-next-rotation',
    name: 'an answer to CreateAccessKey that is lost is taken for a refusal',
    change: catches('CreateAccessKey', 'SettleAfterLostAnswer', 'QuotaReached'),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'a collision does not name the keys that were seen, though the integration may have made two',
    change: says('Collision', {
      'cause.$': "States.Format('Access key {} was deleted again.', $.createAccessKey.AccessKey.AccessKeyId)",
    }),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'the previous key is never deleted',
    change: chooses('IsThereAPreviousKey', 'GracePeriod', 'WasTheMailSent'),
  },
  {
    breaks: '3 never ambiguous, never destructive',
    strategy: 'until-next-rotation',
    name: 'the new key is deleted when nobody knows whether it is stored',
    change: catches('AskWhetherStored', 'NotKnownWhetherStored', 'NoteMissing'),
  },
  {
    breaks: '3 never ambiguous, never destructive',
    strategy: 'delete-first',
    name: 'a refusal is taken for doubt, and the new key stays',
    change: catches('UpdateSecret', 'NoteMissing', 'NotKnownWhetherStored'),
  },
  {
    breaks: '3 never ambiguous, never destructive',
    strategy: 'overlap',
    name: 'a failure of the encryption is taken for doubt, and the new key stays',
    change: catches('UpdateSecret', 'NoteEncryptionFailure', 'NotKnownWhetherStored'),
  },
  {
    breaks: '4 the next run heals',
    strategy: 'overlap',
    name: 'one inactive key stops every rotation',
    change: chooses('JudgeOneKey', 'OnlyKeyIsSpare', 'KeysNotComparable'),
  },
  {
    breaks: '4 the next run heals',
    strategy: 'until-next-rotation',
    name: 'two active keys stop every rotation, and nobody hears which',
    change: chooses('JudgeTwoKeys', 'CompareAges', 'KeysNotComparable'),
  },
  {
    breaks: '5 no secret leaks',
    strategy: 'overlap',
    name: 'Forget remembers',
    change: parameters('Forget', { 'createAccessKey.$': '$.createAccessKey' }),
  },
  {
    breaks: '5 no secret leaks',
    strategy: 'delete-first',
    name: 'a failure quotes the new key whole',
    change: says('NotStored', { 'cause.$': "States.Format('{}', $.createAccessKey.AccessKey)" }),
  },
  {
    breaks: '6 two runs cannot collide',
    strategy: 'until-next-rotation',
    name: 'a run waits one second between its looks',
    change: state('WaitForOtherRotations', () => ({ Seconds: 1 })),
  },
  {
    breaks: '6 two runs cannot collide',
    strategy: 'overlap',
    name: 'nobody looks for others after making a key',
    change: leadsTo('CreateAccessKey', 'FixToken'),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'a mail that could not be sent passes for success',
    change: state('RememberNobodyWasTold', () => ({ Result: { sent: true } })),
  },
  {
    breaks: '7 someone is told',
    strategy: 'delete-first',
    name: 'the mail is left out',
    change: chooses('IsNewKeyThere', 'NotePreviousKeys', 'WasTheMailSent'),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'a key that fills the quota is not reported',
    change: chooses('WhatFillsTheQuota', 'UnknownKeySeen', 'QuotaReached'),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'overlap',
    name: 'the new key is stored before every part of AWS knows it',
    change: leadsTo('CreateAccessKey', 'FixToken'),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'overlap',
    name: 'the key in use is taken for the spare one next to an inactive one',
    change: chooses('JudgeTwoKeys', 'SecondKeyIsSpare', 'FirstKeyIsSpare'),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'overlap',
    name: 'after the grace period the new key is deleted instead of the previous one',
    change: parameters('DeletePreviousKey', { 'AccessKeyId.$': '$.newKeyId' }),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'until-next-rotation',
    name: 'the new key is taken back although it was stored',
    change: leadsTo('UpdateSecret', 'NoteMissing'),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'delete-first',
    name: 'a success over a secret that was never updated',
    change: catches('UpdateSecret', 'AskWhetherStored', 'Forget'),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'the failure does not name the key that stays',
    change: says('NewKeyStays', { cause: 'A key stays.' }),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'delete-first',
    name: 'a lost key is found, left where it is, and said to be deleted',
    change: leadsTo('LostKeyIsNumber1', 'LostKeyDeleted'),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'until-next-rotation',
    name: 'a key that could not be taken back is said to be deleted',
    change: catches('TakeUnstoredKeyBack', 'NewKeyStays', 'NotStored'),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'nobody knows the time at which a key may appear',
    change: says('CreateAnswerLost', { cause: 'A key may appear.' }),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'the machine times out while it settles after making a key',
    change: (definition) => ({ ...definition, TimeoutSeconds: 830 }),
  },
  {
    breaks: '3 never ambiguous, never destructive',
    strategy: 'overlap',
    name: 'access denied on UpdateSecret leaves the new key where it is',
    change: catches('UpdateSecret', 'IsItRefused', 'NotKnownWhetherStored'),
  },
  {
    breaks: '3 never ambiguous, never destructive',
    strategy: 'overlap',
    name: 'UpdateSecret that times out is taken for refused',
    change: state('UpdateSecret', (found) => ({
      Catch: [
        { ErrorEquals: ['States.Timeout'], ResultPath: '$.error', Next: 'NoteMissing' },
        ...(found.Type === 'Task' ? (found.Catch ?? []) : []),
      ],
    })),
  },
  {
    breaks: '4 the next run heals',
    strategy: 'until-next-rotation',
    name: 'a user without keys is refused',
    change: chooses('CompareLooks', 'CreateAccessKey', 'ListNotUnderstood'),
  },
  {
    breaks: '4 the next run heals',
    strategy: 'delete-first',
    name: 'only the first key is deleted',
    change: leadsTo('DeleteAccessKey', 'CreateAccessKey'),
  },
  {
    breaks: '5 no secret leaks',
    strategy: 'until-next-rotation',
    name: 'nothing is forgotten, and an error that nobody can catch quotes it all',
    change: leadsTo('UpdateSecret', 'SendEmail'),
  },
  {
    breaks: '5 no secret leaks',
    strategy: 'overlap',
    name: 'the new key is written into the description of the secret',
    change: parameters('UpdateSecret', { 'Description.$': '$.createAccessKey.AccessKey.SecretAccessKey' }),
  },
  {
    breaks: '6 two runs cannot collide',
    strategy: 'until-next-rotation',
    name: 'the second look is not compared with the first',
    change: chooses('CompareLooks', 'AnotherRotationAtWork', 'JudgeTwoKeys'),
  },
  {
    breaks: '6 two runs cannot collide',
    strategy: 'overlap',
    name: 'strangers are ignored',
    change: chooses('IsNobodyElseAtWork', 'NoteCollision', 'FixToken'),
  },
  {
    breaks: '7 someone is told',
    strategy: 'until-next-rotation',
    name: 'a mail that could not be sent is forgotten',
    change: catches('SendEmail', 'RememberNobodyWasTold', 'WasTheMailSent'),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'a failure to store passes for success',
    change: state('NotStored', () => ({ Type: 'Succeed', Parameters: undefined, Next: undefined })),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'the machine has no time for an execution in which everything is slow',
    change: timesOutAfter((seconds) => seconds - 2100),
  },
  {
    breaks: '7 someone is told',
    strategy: 'until-next-rotation',
    name: 'the machine has twice the time that its fastest execution takes',
    change: timesOutAfter(() => 1700),
  },
  {
    breaks: '1 the secret is never dead',
    strategy: 'until-next-rotation',
    name: 'of two keys of one second the first is taken for the older one',
    change: chooses('CompareAges', 'KeysNotComparable', 'FirstKeyIsSpare'),
  },
  {
    breaks: '4 the next run heals',
    strategy: 'until-next-rotation',
    name: 'two keys of one second are refused, and nobody hears which',
    change: says('KeysNotComparable', { cause: 'Nothing was changed.' }),
  },
  {
    breaks: '7 someone is told',
    strategy: 'delete-first',
    name: 'a mail that could not be sent undoes the rotation',
    change: both(
      leadsTo('RememberNobodyWasTold', 'TakeKeyBackFromCollision'),
      both(
        parameters('TakeKeyBackFromCollision', { 'AccessKeyId.$': '$.newKeyId' }),
        leadsTo('TakeKeyBackFromCollision', 'RotatedNobodyTold'),
      ),
    ),
  },
  {
    breaks: '2 no orphan without an alarm',
    strategy: 'overlap',
    name: 'a mail that is rejected ends the execution before the previous key is deleted',
    change: state('SendEmail', () => ({ Catch: [] })),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'one failure is not mailed',
    change: leadsTo('NotStored', 'RotationFailed'),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'a failure says that nothing was changed, and the spare key is gone',
    change: says('NotStored', { cause: 'Nothing was changed.' }),
  },
  {
    breaks: '7 someone is told',
    strategy: 'until-next-rotation',
    name: 'a failure says that the previous key works on where there is none',
    change: says('NotStored', { cause: 'The previous key works on.' }),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'a failure says that the secret holds the key that it held before',
    change: says('PreviousKeyStays', {
      'cause.$': "States.Format('Secret {} holds access key {}.', $.secretName, $.previousKeyId)",
    }),
  },
  {
    breaks: '7 someone is told',
    strategy: 'overlap',
    name: 'a failure says that the secret is as it was where nobody knows',
    change: says('NotKnownWhetherStored', { cause: 'The secret is as it was.' }),
  },
];
