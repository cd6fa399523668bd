import { sesConfigurationSetArn, sesIdentityArn } from '../../iam';
import { type Json, type JsonObject, isArray, isObject } from '../../json';
import { mailIdentityOf, parseMailbox, type Mailbox } from './addresses';
import { declared, undeclared } from './errors';
import { textAt, type SimulatedOperation } from './operation';
import { structure, textParameter, type Shape } from './shape';
import type { SentMail, World } from './world';

/** The largest number of recipients in To, Cc and Bcc together. https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html */
const mostRecipients = 50;

const content = structure(['Data'], { Data: textParameter(), Charset: textParameter() });
const addresses: Shape = { kind: 'list', of: textParameter() };

/** Same page. Success means that the mail is queued. */
export const sendEmail: SimulatedOperation = {
  service: 'ses',
  api: 'sendEmail',
  prefix: 'Ses',
  invalid: 'ValidationError',
  parameters: structure(['Source', 'Destination', 'Message'], {
    Source: textParameter(),
    Destination: structure([], { ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }),
    Message: structure(['Subject', 'Body'], {
      Subject: content,
      Body: structure([], { Text: content, Html: content }),
    }),
    ReplyToAddresses: addresses,
    ReturnPath: textParameter(),
    ReturnPathArn: textParameter(),
    SourceArn: textParameter(),
    Tags: {
      kind: 'list',
      of: structure(['Name', 'Value'], {
        Name: textParameter(1, 256, /^[\w-]+$/),
        Value: textParameter(1, 256, /^[\w-]+$/),
      }),
    },
    ConfigurationSetName: textParameter(1, 64, /^[\w-]+$/),
  }),
  access: (world, parameters) => {
    const sender = mailboxAt(textAt(parameters, 'Source'));
    const identity = mailIdentityOf(sender, world.account.mail.identities) ?? sender.domain;
    const set = configurationSetOf(world, parameters);
    const sourceArn = textAt(parameters, 'SourceArn');
    const returnPath = textAt(parameters, 'ReturnPath');
    return {
      action: 'ses:SendEmail',
      resources: [
        sourceArn === '' ? sesIdentityArn(world.account, identity) : sourceArn,
        ...recipientIdentities(world, parameters),
        ...(set === '' ? [] : [sesConfigurationSetArn(world.account, set)]),
      ],
      context: {
        'ses:apiversion': ['1'],
        'ses:fromaddress': [sender.address],
        ...(sender.displayName === '' ? {} : { 'ses:fromdisplayname': [sender.displayName] }),
        ...(returnPath === '' ? {} : { 'ses:feedbackaddress': [returnPath] }),
        'ses:recipients': recipientsOf(parameters).map(({ address }) => address),
      },
    };
  },
  run: ({ world, parameters, now, dice }) => {
    const recipients = recipientsOf(parameters);
    refuseUnsendable(world, parameters, recipients);
    // With a SourceArn, the identity can belong to another account, and the world does not contain its verification.
    if (textAt(parameters, 'SourceArn') === '') refuseUnverified(world, [mailboxAt(textAt(parameters, 'Source'))]);
    if (world.account.mail.sandbox) refuseUnverified(world, recipients);
    const messageId = `${dice.text(16, '0123456789abcdef')}-${dice.uuid()}-000000`;
    const mail = recordOf(parameters, messageId, now);
    return { world: { ...world, mails: [...world.mails, mail] }, result: { MessageId: messageId } };
  },
};

/** The verified identities of recipients, if a sandbox account requires the permission on them too. */
function recipientIdentities({ account }: World, parameters: JsonObject): string[] {
  if (!account.mail.sandbox || account.readings.sandboxRecipients === 'not authorised') return [];
  const found = recipientsOf(parameters).flatMap((mailbox) => mailIdentityOf(mailbox, account.mail.identities) ?? []);
  return [...new Set(found)].map((identity) => sesIdentityArn(account, identity));
}

function configurationSetOf({ account }: Pick<World, 'account'>, parameters: JsonObject): string {
  return textAt(parameters, 'ConfigurationSetName') || (account.mail.defaultConfigurationSet ?? '');
}

function refuseUnsendable({ account }: World, parameters: JsonObject, recipients: readonly Mailbox[]): void {
  const set = configurationSetOf({ account }, parameters);
  if (set !== '' && !account.mail.configurationSets.includes(set)) {
    throw declared('ConfigurationSetDoesNotExist', 400, `Configuration set <${set}> does not exist.`);
  }
  if (account.mail.paused)
    throw declared('AccountSendingPausedException', 400, 'Email sending is paused for this account.');
  if (recipients.length === 0) throw undeclared('InvalidParameterValue', 400, "Missing required header 'To'.");
  if (recipients.length > mostRecipients)
    throw undeclared('InvalidParameterValue', 400, `Recipient count exceeds ${mostRecipients}.`);
  const body = memberAt(memberAt(parameters, 'Message'), 'Body');
  if (!isObject(body['Text']) && !isObject(body['Html'])) {
    throw undeclared('InvalidParameterValue', 400, 'Body must have text or html content.');
  }
}

function refuseUnverified({ account }: World, mailboxes: readonly Mailbox[]): void {
  const failed = mailboxes.filter((mailbox) => mailIdentityOf(mailbox, account.mail.identities) === undefined);
  if (failed.length === 0) return;
  const region = account.region.toUpperCase();
  const who = failed.map(({ address }) => address).join(', ');
  throw declared(
    'MessageRejected',
    400,
    `Email address is not verified. The following identities failed the check in region ${region}: ${who}`,
  );
}

/** Parses an address: one malformed address rejects the whole mail. */
function mailboxAt(address: string): Mailbox {
  const mailbox = parseMailbox(address);
  if (mailbox) return mailbox;
  throw undeclared('InvalidParameterValue', 400, `Invalid email address<${address}>.`);
}

function recipientsOf(parameters: JsonObject): Mailbox[] {
  const destination = memberAt(parameters, 'Destination');
  return ['ToAddresses', 'CcAddresses', 'BccAddresses'].flatMap((name) => textsAt(destination, name)).map(mailboxAt);
}

function recordOf(parameters: JsonObject, messageId: string, at: number): SentMail {
  const destination = memberAt(parameters, 'Destination');
  const message = memberAt(parameters, 'Message');
  const body = memberAt(message, 'Body');
  return {
    messageId,
    at,
    from: textAt(parameters, 'Source'),
    to: textsAt(destination, 'ToAddresses'),
    cc: textsAt(destination, 'CcAddresses'),
    bcc: textsAt(destination, 'BccAddresses'),
    replyTo: textsAt(parameters, 'ReplyToAddresses'),
    subject: textAt(memberAt(message, 'Subject'), 'Data'),
    html: dataOf(body['Html']),
    text: dataOf(body['Text']),
    configurationSet: textAt(parameters, 'ConfigurationSetName') || undefined,
  };
}

function memberAt(value: JsonObject, name: string): JsonObject {
  const member = value[name];
  return isObject(member) ? member : {};
}

function textsAt(value: JsonObject, name: string): string[] {
  const list = value[name];
  return isArray(list) ? list.filter((each) => typeof each === 'string') : [];
}

function dataOf(part: Json | undefined): string | undefined {
  return isObject(part) ? textAt(part, 'Data') : undefined;
}
