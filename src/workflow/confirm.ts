import { when } from './conditions';
import { isListedActive, listUntil, type States } from './key-lists';
import type { StepOptions } from './options';
import { failure } from './refusals';
import { failing, failingBy } from './failures';
import { storedNames } from './texts';

/** Lists the keys once more: the stored key must exist; otherwise the secret holds a deleted key. */
export function confirmNewKey(options: StepOptions, next: string): States {
  const kept =
    options.keysBefore.previous === undefined
      ? 'Start one more rotation.'
      : 'This rotation did not delete the previous key, {previous}. See "Two active keys" in docs/how-to/operate.md.';
  return {
    ...listUntil({
      partition: options.partition,
      settleSeconds: options.settleSeconds,
      name: 'confirm',
      states: {
        settle: 'SettleAfterStoring',
        look: 'ConfirmNewKey',
        judge: 'IsNewKeyThere',
        longer: 'PauseBeforeConfirming',
      },
      comment: 'Another rotation may have deleted the key while it was being stored.',
      rules: [when(isListedActive('$.newKeyId'), next)],
      giveUp: 'NewKeyMissing',
      onError: failure('NewKeyNotConfirmed'),
    }),
    NewKeyMissing: failing(
      'NewKeyMissing',
      `Secret {secretName} was given access key {newKey}, but user {userName} has no such active key. ${kept}`,
      storedNames,
    ),
    ...failingBy(
      'NewKeyNotConfirmed',
      'NewKeyNotConfirmed',
      {
        denied: `Secret {secretName} was given access key {newKey} of user {userName}. The role is not allowed to list keys, so this rotation could not check whether that key still exists. ${kept}`,
        unavailable: `Secret {secretName} was given access key {newKey} of user {userName}. This rotation could not check whether that key still exists. ${kept}`,
      },
      storedNames,
    ),
  };
}
