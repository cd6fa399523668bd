import * as z from 'zod';
import { body, domainOf, identity, mailAddress, senderAddress, subject, webPage } from '../fields/check-mail';
import { configurationSetName, identityArn, topicArn } from '../fields/check-names';
import { evenIfMembersAreWrong, freeText, list, object, overrides, text, whenList } from '../fields/fields';
import { show, wrongType } from '../../text/show';

const PAGE = 'https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html';
const PLACEHOLDERS =
  'Placeholders: {userName}, {secretName}, {accessKeyId}, {previousKey} (a sentence: what happens to the previous key, and when) and {time}; {{ and }} are literal braces.';

/** https://docs.aws.amazon.com/ses/latest/APIReference/API_Destination.html */
export const MOST_RECIPIENTS = 50;

const address = text(
  { description: `An e-mail address, ASCII. ${PAGE}`, right: '"platform-team@example.com"' },
  mailAddress,
);

function addresses(description: string, min: number) {
  return list(address, {
    description,
    right: '1 to 50 addresses, such as ["platform-team@example.com"]',
    min,
    max: MOST_RECIPIENTS,
  }).superRefine(checkTwice, whenList);
}

/** Refuses the same mailbox twice, ignoring the case of its domain. */
function checkTwice(list: readonly unknown[], context: z.RefinementCtx): void {
  const first = new Map<string, number>();
  list.forEach((one, index) => {
    if (typeof one !== 'string') return;
    const mailbox = `${one.slice(0, one.lastIndexOf('@'))}@${domainOf(one).toLowerCase()}`;
    const before = first.get(mailbox);
    if (before === undefined) first.set(mailbox, index);
    else {
      const message = `${show(one)} is already the ${ordinal(before)} of this list; write each recipient once`;
      context.addIssue({ code: 'custom', path: [index], message });
    }
  });
}

function ordinal(index: number): string {
  return ['first', 'second', 'third'][index] ?? `${index + 1}th`;
}

const recipientFields = {
  to: addresses('Addresses in To.', 0).optional(),
  cc: addresses('Addresses in Cc.', 0).optional(),
  bcc: addresses('Addresses in Bcc.', 0).optional(),
};
const recipientsRight = '["platform-team@example.com"] or {"to": [...], "cc": [...], "bcc": [...]}';

type Recipients = Readonly<Partial<Record<keyof typeof recipientFields, readonly string[] | undefined>>>;

function checkCount({ to, cc, bcc }: Recipients, context: z.RefinementCtx): void {
  const count = [to, cc, bcc].flat().filter((one) => one !== undefined).length;
  if (count >= 1 && count <= MOST_RECIPIENTS) return;
  const message = `${count} recipients in to, cc and bcc together; write 1 to ${MOST_RECIPIENTS}`;
  context.addIssue({ code: 'custom', message });
}

function recipients(description: string) {
  return z
    .union(
      [
        addresses('Addresses in To.', 1),
        object(recipientFields, recipientsRight, 'Addresses in To, Cc and Bcc.').superRefine(
          checkCount,
          evenIfMembersAreWrong,
        ),
      ],
      { error: ({ input }) => wrongType(input, 'a list of addresses', recipientsRight) },
    )
    .meta({ description });
}

/** Additional recipients for the rotations of one user. */
export const userRecipients = recipients(
  'Recipients for this user, in addition to those of the notification: at most 50 addresses in all.',
);

const fields = {
  sender: text(
    {
      description: `Sender of the mail: an address, or "Name <address>". The address or its domain must be an SES identity. ${PAGE}`,
      right: '"key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    },
    senderAddress,
  ),
  identities: list(
    text({ description: 'A domain or an address that is an SES identity.', right: '"example.com"' }, identity),
    {
      description:
        "SES identities that cover the sender's address; the role can send only under these. Default: the address and its domain. https://docs.aws.amazon.com/ses/latest/dg/creating-identities.html",
      right: '1 to 10 domains or addresses, such as ["example.com"]',
      min: 1,
      max: 10,
    },
  ),
  sourceArn: text(
    {
      description:
        'ARN of the SES identity if it belongs to another account; its policy must allow this account to send. The role can send only under it. https://docs.aws.amazon.com/ses/latest/dg/sending-authorization-delegate-sender-tasks-email.html',
      right: 'an ARN such as "arn:aws:ses:eu-central-1:444455556666:identity/example.com"',
    },
    identityArn,
  ),
  configurationSet: text(
    {
      description:
        'The SES configuration set for the mails. https://docs.aws.amazon.com/ses/latest/dg/using-configuration-sets.html',
      right: '"key-rotation"',
      keywords: { pattern: '^[A-Za-z0-9_-]{1,64}$' },
    },
    configurationSetName,
  ),
  recipients: recipients(
    'Recipients of the mail after a rotation, and of the mail of a failure: 1 to 50 addresses in all.',
  ),
  replyTo: addresses('Addresses for replies.', 0),
  template: object(
    {
      failureTopicArn: text(
        {
          description:
            'ARN of the SNS topic that SES informs of a mail that it could not render: SES accepts such a mail and never sends it. The policy of the topic must allow ses.amazonaws.com to publish. https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-api.html',
          right: 'the ARN of a topic, such as "arn:aws:sns:eu-central-1:111122223333:alerts"',
          keywords: { pattern: '^arn:aws[a-z-]*:sns:[a-z0-9-]+:\\d{12}:[A-Za-z0-9_-]{1,256}$' },
        },
        topicArn,
      ),
    },
    'an object such as {"failureTopicArn": "arn:aws:sns:eu-central-1:111122223333:alerts"}',
    'Sends the mail after a rotation with a managed SES template. The role then has a sixth action, ses:SendTemplatedEmail, which its contract has to allow, and "configurationSet" is required. https://docs.aws.amazon.com/ses/latest/APIReference/API_SendTemplatedEmail.html',
  ),
  runbookUrl: text(
    {
      description:
        'A page that the mail of a failure links to: what your team does about each error. At most 1024 characters.',
      right: '"https://wiki.example.com/key-rotation"',
    },
    webPage,
  ),
  subject: freeText(
    { description: `Subject of the mail, at most 256 characters. ${PLACEHOLDERS}`, right: 'a line of text' },
    subject,
  ),
  htmlBody: freeText(
    { description: `The mail in HTML, at most 8192 characters. ${PLACEHOLDERS}`, right: 'a text' },
    body,
  ),
  textBody: freeText(
    { description: `The mail in plain text, at most 8192 characters. ${PLACEHOLDERS}`, right: 'a text' },
    body,
  ),
};

const HTML = [
  '<p>The access key of the IAM user <b>{userName}</b> was rotated at {time}.</p>',
  '<p>The secret <b>{secretName}</b> now holds the new key <code>{accessKeyId}</code>.',
  '{previousKey} If you keep a copy of the key, read the secret again.</p>',
].join('\n');
const TEXT = [
  'The access key of the IAM user {userName} was rotated at {time}.',
  '',
  'The secret {secretName} now holds the new key {accessKeyId}.',
  '{previousKey} If you keep a copy of the key, read the secret again.',
  '',
].join('\n');

const right = 'an object with "sender" and "recipients"';

export const notificationSchema = object(
  {
    sender: fields.sender,
    identities: fields.identities.optional(),
    sourceArn: fields.sourceArn.optional(),
    configurationSet: fields.configurationSet.optional(),
    recipients: fields.recipients,
    replyTo: fields.replyTo.optional(),
    template: fields.template.optional(),
    runbookUrl: fields.runbookUrl.optional(),
    subject: fields.subject.default('Access key of {userName} rotated'),
    htmlBody: fields.htmlBody.default(HTML),
    textBody: fields.textBody.default(TEXT),
  },
  right,
  'The mails after each rotation, through Amazon SES.',
);

export const notificationOverrides = overrides(fields, right, 'Overrides of the notification above.');

/** The content and the sender of a mail, as written. */
export type MailSettings = Readonly<Omit<z.output<typeof notificationSchema>, 'identities' | 'recipients' | 'replyTo'>>;
