import type { Pass, Retrier, State } from '../asl';
import { equals, isTrue, when } from './conditions';
import { failing } from './failures';
import { noKey } from './input';
import { goesAtOnce } from './delete-previous';
import type { States } from './key-lists';
import { sendMail, templated, templateDataPath, written } from './mail';
import type { StepOptions, WorkflowOptions } from './options';
import { traitsOf } from './strategies';
import { anyError, onError } from './tasks';
import { parameter, storedNames } from './texts';

/** Paths of the placeholders of a mail. None of them can show the secret access key: the data no longer holds it. */
export const mailPlaceholders = {
  userName: '$.userName',
  secretName: '$.secretName',
  accessKeyId: '$.newKeyId',
  previousKey: '$.previousKey.sentence',
  time: '$$.State.EnteredTime',
} as const;

/** The first state of the mail. */
export function firstOfNotify({ strategy }: WorkflowOptions): string {
  return traitsOf(strategy).mayDie ? 'NotePreviousKeys' : 'WhatOfThePreviousKey';
}

/** Sends the mail after a rotation. A mail that could not be sent never undoes the rotation, but the execution ends as a failure. */
export function notify(options: StepOptions, next: string): States {
  const { mail } = options;
  return {
    ...previousKeySentence(options),
    SendEmail: sendMail(options, {
      content: mail.template === undefined ? written(mail, mailPlaceholders) : templated(mail.template),
      patience: patience(options),
      Catch: [onError([anyError], 'RememberNobodyWasTold')],
      Next: next,
    }),
    RememberNobodyWasTold: { Type: 'Pass', Result: { sent: false }, ResultPath: '$.mail', Next: next },
  };
}

/**
 * Writes the sentence about the deletion of the previous key and its time. The language has no dates: a time is a number of seconds after
 * another time.
 */
function previousKeySentence({ strategy, mail }: StepOptions): States {
  const sentence = mail.template === undefined ? writtenSentence : templateData;
  const { mayDie, hasGracePeriod } = traitsOf(strategy);
  if (mayDie) return { NotePreviousKeys: sentence('The previous keys are deleted.') };
  return {
    WhatOfThePreviousKey: {
      Type: 'Choice',
      Choices: [
        when(equals(storedNames.previous, noKey), 'NoteNoPreviousKey'),
        when(isTrue(goesAtOnce), 'NoteNamedKey'),
      ],
      Default: 'NotePreviousKey',
    },
    NoteNoPreviousKey: sentence('There is no previous key.'),
    NoteNamedKey: sentence(
      'The previous key, {previous}, is deleted at once: the input names it as the key that must go.',
    ),
    NotePreviousKey: sentence(
      hasGracePeriod
        ? 'The previous key, {previous}, is deleted {seconds} seconds{inWords} after {time}.'
        : 'The previous key, {previous}, is deleted by the next rotation.',
    ),
  };
}

const sentencePaths = {
  previous: storedNames.previous,
  seconds: '$.gracePeriodSeconds',
  inWords: '$.gracePeriodInWords',
  time: '$$.State.EnteredTime',
};

function writtenSentence(text: string): Pass {
  return {
    Type: 'Pass',
    Parameters: parameter('sentence', text, sentencePaths),
    ResultPath: '$.previousKey',
    Next: 'SendEmail',
  };
}

/** The values of all placeholders, for a template. */
function templateData(text: string): Pass {
  const others = Object.entries(mailPlaceholders).filter(([name]) => name !== 'previousKey');
  return {
    Type: 'Pass',
    Parameters: {
      ...Object.fromEntries(others.map(([name, path]) => [`${name}.$`, path])),
      ...parameter('previousKey', text, sentencePaths),
    },
    ResultPath: templateDataPath,
    Next: 'SendEmail',
  };
}

/**
 * The retries of a mail. A failed mail is reported at the end of the run. If the run ends after the grace period, retries for some minutes come
 * first.
 */
function patience({ strategy }: WorkflowOptions): Partial<Retrier> {
  return traitsOf(strategy).hasGracePeriod ? { IntervalSeconds: 10, MaxAttempts: 4, MaxDelaySeconds: 60 } : {};
}

const ifMailed = (success: string): State => ({
  Type: 'Choice',
  Choices: [when(isTrue('$.mail.sent'), success)],
  Default: 'RotatedNobodyTold',
});

/** Succeeds if the mail was sent. A run that also deleted the key that the input names ends in a success of its own. */
export function end(options: WorkflowOptions): States {
  const states: Record<string, State> = {
    ...(traitsOf(options.strategy).keepsPrevious
      ? {
          WasTheMailOfTheNamedKeySent: ifMailed('NamedKeyReplaced'),
          NamedKeyReplaced: { Type: 'Succeed' },
        }
      : {}),
    WasTheMailSent: ifMailed('Rotated'),
    Rotated: { Type: 'Succeed' },
    RotatedNobodyTold: failing(
      'RotatedNobodyTold',
      'Secret {secretName} was given access key {newKey} of user {userName}, and the rotation is complete. The mail to the administrators could not be sent.',
      storedNames,
    ),
  };
  return states;
}
