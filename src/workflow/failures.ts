import type { Pass } from '../asl';
import type { JsonObject } from '../json';
import { when } from './conditions';
import type { States } from './key-lists';
import { destinationOf, destinationPath, sendMail, written } from './mail';
import type { WorkflowOptions } from './options';
import { failure, isDenied } from './refusals';
import { anyError, onError, tooMuchData } from './tasks';
import { parameter, type Placeholders } from './texts';

/**
 * Ends a rotation as a failure: replaces the data with the error, its cause and the mail's subject and recipients. Nothing else reaches the
 * mail and the end of the execution, so a secret access key in the data is removed. Causes contain only names, whole key ids and times, never a
 * cause from AWS: that cause can quote the state's data.
 *
 * Every path must exist on every route to the state: an expression that fails in a Pass ends the execution at once, and no mail is sent.
 * https://docs.aws.amazon.com/step-functions/latest/dg/concepts-error-handling.html
 */
export function failing(error: string, cause: string, paths: Placeholders): Pass {
  return outcome(error, cause, paths, {
    ...parameter('subject', `Rotation of the access key of {userName} failed: ${error}`, paths),
    'destination.$': destinationPath,
  });
}

/** Refuses an input before its user is known: the mail quotes nothing of it, and goes to the recipients of the environment. */
export function refusing(error: string, cause: string, options: WorkflowOptions): Pass {
  const destination = destinationOf(options.mail, options);
  return outcome(error, cause, {}, { subject: `Rotation refused: ${error}`, destination });
}

function outcome(error: string, cause: string, paths: Placeholders, mail: JsonObject): Pass {
  return {
    Type: 'Pass',
    Parameters: { error, ...parameter('cause', cause, paths), ...mail },
    Next: sendFailureEmail,
  };
}

/** A failure of a call, with one cause if the role is not allowed to make the call and another cause if AWS did not complete it. */
export function failingBy(
  name: string,
  error: string,
  causes: { readonly denied: string; readonly unavailable: string },
  paths: Placeholders,
): States {
  const { refused, failed } = failure(name);
  return {
    [refused]: { Type: 'Choice', Choices: [when(isDenied, `${name}NotAllowed`)], Default: failed },
    [`${name}NotAllowed`]: failing(error, causes.denied, paths),
    [failed]: failing(error, causes.unavailable, paths),
  };
}

/** The state from which an execution changes nothing any more: it sends a mail, and fails. */
export const sendFailureEmail = 'SendFailureEmail';

const placeholders = { subject: '$.subject', cause: '$.cause', error: '$.error', execution: '$$.Execution.Id' };

/** Ends every failure: one mail, and one Fail state. If the mail cannot be sent, the execution still fails. */
export function mailFailure(options: WorkflowOptions): States {
  return {
    [sendFailureEmail]: sendMail(options, {
      Comment: 'Names what happened, what was changed and what to do.',
      content: written(textsOf(options), placeholders),
      // The retries and the timeouts of the call take at most 90 seconds in total.
      patience: { IntervalSeconds: 5, MaxAttempts: 2, MaxDelaySeconds: 10 },
      Catch: [tooMuchData, anyError].map((error) => onError([error], 'RotationFailed', '$.sendEmail')),
      Next: 'RotationFailed',
    }),
    RotationFailed: { Type: 'Fail', ErrorPath: placeholders.error, CausePath: placeholders.cause },
  };
}

function textsOf({ mail: { runbookUrl } }: WorkflowOptions) {
  const href = runbookUrl?.replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return {
    subject: '{subject}',
    htmlBody: [
      '<p>{cause}</p>',
      '<p>Error: <b>{error}</b><br>',
      'Execution: <code>{execution}</code></p>',
      ...(href === undefined ? [] : [`<p>What to do next: <a href="${literal(href)}">${literal(href)}</a></p>`]),
    ].join('\n'),
    textBody: [
      '{cause}',
      '',
      'Error: {error}',
      'Execution: {execution}',
      ...(runbookUrl === undefined ? [] : [`What to do next: ${literal(runbookUrl)}`]),
      '',
    ].join('\n'),
  };
}

/** A text without placeholders. */
function literal(text: string): string {
  return text.replaceAll('{', '{{').replaceAll('}', '}}');
}
