import type { Retrier, State } from '../asl';
import type { JsonObject } from '../json';
import { equals, isTrue, when } from './conditions';
import type { States } from './key-lists';
import { sendEmail } from './operations';
import type { Destination, WorkflowOptions } from './options';
import { traitsOf } from './strategies';
import { anyError, call, onError, retryUnless } from './tasks';
import { failing, parameter, storedNames } from './texts';

/** Paths of the placeholders of a mail. None of them can show the secret access key: the data no longer holds it. */
export const mailPlaceholders = {
  userName: '$.userName',
  secretName: '$.secretName',
  accessKeyId: '$.newKeyId',
  time: '$$.State.EnteredTime',
} as const;

function addresses(name: string, list: readonly string[]): JsonObject {
  return list.length === 0 ? {} : { [name]: list };
}

/** The state that chooses the recipients, if not all users have the same ones. */
const chooseRecipients = 'WhoIsTold';

/** Users with other recipients, by the state that sends to them. */
function groupsOf({ pairs }: WorkflowOptions): readonly {
  readonly state: string;
  readonly to: Destination;
  readonly users: readonly string[];
}[] {
  const groups = new Map<string, { to: Destination; users: string[] }>();
  for (const { userName, destination } of pairs) {
    if (destination === undefined) continue;
    const key = JSON.stringify(destination);
    const group = groups.get(key) ?? { to: destination, users: [] };
    group.users.push(userName);
    groups.set(key, group);
  }
  return [...groups.values()].map((group, index) => ({ ...group, state: `SendEmail${index + 2}` }));
}

/** The first state of the mail. */
export function firstOfNotify(options: WorkflowOptions): string {
  return groupsOf(options).length === 0 ? 'SendEmail' : chooseRecipients;
}

/** Remembers a mail that could not be sent: it never undoes a rotation, and the execution still ends as a failure. */
export function notify(options: WorkflowOptions, next: string): States {
  const groups = groupsOf(options);
  return {
    ...(groups.length === 0 ? {} : { [chooseRecipients]: whoIsTold(groups) }),
    SendEmail: send(options, options.mail, next),
    ...Object.fromEntries(groups.map(({ state, to }) => [state, send(options, to, next)])),
    RememberNobodyWasTold: { Type: 'Pass', Result: { sent: false }, ResultPath: '$.mail', Next: next },
  };
}

/** Writes the addresses out for each group, so that a reader of the definition sees who can get a mail. */
function whoIsTold(groups: ReturnType<typeof groupsOf>): State {
  return {
    Type: 'Choice',
    Choices: groups.flatMap(({ state, users }) => users.map((user) => when(equals('$.userName', user), state))),
    Default: 'SendEmail',
  };
}

/** A failed mail is reported when the run ends. If that is after the grace period, some minutes of patience come first. */
function patience({ strategy }: WorkflowOptions): Partial<Retrier> {
  return traitsOf(strategy).hasGracePeriod ? { IntervalSeconds: 10, MaxAttempts: 4, MaxDelaySeconds: 60 } : {};
}

function send(options: WorkflowOptions, to: Destination, next: string): State {
  const { mail, partition } = options;
  const content = (text: string) => ({ ...parameter('Data', text, mailPlaceholders), Charset: 'UTF-8' });
  return call(sendEmail, partition, {
    Parameters: {
      Source: mail.source,
      ...(mail.sourceArn === undefined ? {} : { SourceArn: mail.sourceArn }),
      Destination: {
        ...addresses('ToAddresses', to.toAddresses),
        ...addresses('CcAddresses', to.ccAddresses),
        ...addresses('BccAddresses', to.bccAddresses),
      },
      Message: {
        Subject: content(mail.subject),
        Body: { Html: content(mail.htmlBody), Text: content(mail.textBody) },
      },
      ...addresses('ReplyToAddresses', mail.replyToAddresses),
      ...(mail.configurationSet === undefined ? {} : { ConfigurationSetName: mail.configurationSet }),
    },
    ResultPath: '$.sendEmail',
    Retry: retryUnless(
      sendEmail.errors.filter((error) => !['Ses.SesException', 'Ses.SdkClientException'].includes(error)),
      patience(options),
    ),
    Catch: [onError([anyError], 'RememberNobodyWasTold')],
    Next: next,
  });
}

export function end(): States {
  const states: Record<string, State> = {
    WasTheMailSent: {
      Type: 'Choice',
      Choices: [when(isTrue('$.mail.sent'), 'Rotated')],
      Default: 'RotatedNobodyTold',
    },
    Rotated: { Type: 'Succeed' },
    RotatedNobodyTold: failing(
      'RotatedNobodyTold',
      'Secret {secretName} was given access key {newKey} of user {userName}, and the rotation is complete. The mail to the administrators could not be sent.',
      storedNames,
    ),
  };
  return states;
}
