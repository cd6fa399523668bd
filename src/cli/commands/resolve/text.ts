import { candidateInWords, keyInWords, timeInWords } from '../../../operations/words';
import type { KeyFacts } from '../../../operations/facts';
import type { Running } from '../../../operations/running';
import type { Situation } from '../../../operations/two-keys';
import { printable } from '../../../text/printable';

/** The result of one look at the keys of a user. */
export interface Look {
  readonly userName: string;
  readonly secretName: string;
  readonly keys: readonly KeyFacts[];
  readonly running: Running;
  readonly situation: Situation;
}

/** The keys, and which one the secret holds, as lines for a person. */
export function lookLines({ userName, secretName, keys, situation }: Look, now: number): string[] {
  const heldId = situation.kind === 'spare' ? situation.held.id : undefined;
  return [
    `${printable(userName)}, secret ${printable(secretName)}`,
    ...keys.map((key) => `  ${keyInWords(key, now)}${key.id === heldId ? '; in the secret' : ''}`),
  ];
}

/** The conclusion, as lines for a person. */
export function conclusionLines(look: Look): string[] {
  const { running, situation, userName } = look;
  const user = printable(userName);
  if (running.kind === 'found')
    return [
      `A rotation runs since ${timeInWords(running.execution.startedAt)} (${printable(running.execution.name)}): it deletes the previous key itself.`,
      `Wait for its end, or keep the previous key: keyturn hold ${user}`,
    ];
  if (running.kind === 'unknown')
    return [
      'Executions run that may rotate this user. Their names do not show it, and their data is never read:',
      ...running.candidates.map((candidate) => `  ${candidateInWords(candidate)}`),
      'Wait for their end.',
    ];
  return situationLines(situation, user, printable(look.secretName));
}

function situationLines(situation: Situation, user: string, secret: string): string[] {
  switch (situation.kind) {
    case 'one-key':
      return situation.isInSecret === false
        ? [`The secret holds another key: keyturn rotate ${user}`]
        : ['There are no two keys: nothing to resolve.'];
    case 'secret-not-known':
      return [
        `It is not known which key the secret holds (${printable(situation.why)}). Use credentials that can read ${secret}.`,
      ];
    case 'secret-dead':
      return [
        `The secret holds ${situation.secretKeyId === undefined ? 'no access key id' : printable(situation.secretKeyId)}: none of these keys.`,
        situation.inactive === undefined
          ? `Find out who uses them. Deactivate one that nobody uses (keyturn resolve ${user} --deactivate KEY_ID), then: keyturn rotate ${user}`
          : `Nobody can use ${printable(situation.inactive.id ?? '')}: it can be deleted. Then: keyturn rotate ${user}`,
      ];
    case 'spare': {
      const id = printable(situation.other.id ?? '');
      return situation.canDelete
        ? [`Nobody uses ${id} any more: it can be deleted.`]
        : [`${id} is used, or it is not known whether: deactivate it, see who fails, and delete it later.`];
    }
  }
}
