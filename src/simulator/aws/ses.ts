import { sesConfigurationSetArn, sesIdentityArn, sesTemplateArn } from '../../iam';
import { type Json, type JsonObject, isArray, isObject, parseJson } from '../../json';
import type { DeployedTemplate } from '../../terraform';
import type { Access } from './access';
import { mailIdentityOf, parseMailbox, type Mailbox } from './addresses';
import { declared, undeclared } from './errors';
import { textAt, type Effect, type OperationRequest, type SimulatedOperation } from './operation';
import { structure, textParameter, type Shape } from './shape';
import type { SentMail, World } from './world';

/** The largest number of recipients in To, Cc and Bcc together. https://docs.aws.amazon.com/ses/latest/APIReference/API_SendEmail.html */
const mostRecipients = 50;

const content = structure(['Data'], { Data: textParameter(), Charset: textParameter() });
const addresses: Shape = { kind: 'list', of: textParameter() };
const envelope = {
  Source: textParameter(),
  Destination: structure([], { ToAddresses: addresses, CcAddresses: addresses, BccAddresses: addresses }),
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
} as const;

const operation = { service: 'ses', prefix: 'Ses', invalid: 'ValidationError' } as const;

/** Same page. Success means that the mail is queued. */
export const sendEmail: SimulatedOperation = {
  ...operation,
  api: 'sendEmail',
  parameters: structure(['Source', 'Destination', 'Message'], {
    ...envelope,
    Message: structure(['Subject', 'Body'], {
      Subject: content,
      Body: structure([], { Text: content, Html: content }),
    }),
  }),
  access: (world, parameters) => ({
    action: 'ses:SendEmail',
    resources: mailResources(world, parameters),
    context: mailKeys(parameters),
  }),
  run: (request) => {
    const message = memberAt(request.parameters, 'Message');
    const body = memberAt(message, 'Body');
    const subject = textAt(memberAt(message, 'Subject'), 'Data');
    return send(request, { subject, html: dataOf(body['Html']), text: dataOf(body['Text']) });
  },
};

/**
 * Sends a mail with a template. One that cannot be rendered is accepted and never sent.
 * https://docs.aws.amazon.com/ses/latest/APIReference/API_SendTemplatedEmail.html
 */
export const sendTemplatedEmail: SimulatedOperation = {
  ...operation,
  api: 'sendTemplatedEmail',
  parameters: structure(['Source', 'Destination', 'Template', 'TemplateData'], {
    ...envelope,
    Template: textParameter(1, 64, /^[\w-]+$/),
    TemplateArn: textParameter(),
    TemplateData: textParameter(0, 262_144),
  }),
  access: (world, parameters) => ({
    action: 'ses:SendTemplatedEmail',
    resources: [...mailResources(world, parameters), sesTemplateArn(world.account, textAt(parameters, 'Template'))],
    context: world.account.readings.templatedMailKeys === 'apply' ? mailKeys(parameters) : {},
  }),
  run: (request) => {
    const { world, parameters } = request;
    const name = textAt(parameters, 'Template');
    const template = world.account.mail.templates.find((one) => one.name === name);
    if (template === undefined) throw declared('TemplateDoesNotExist', 400, `Template ${name} does not exist.`);
    return send(request, rendered(template, textAt(parameters, 'TemplateData')));
  },
};

/** SES authorises a mail against the identity of the sender, that of recipients in a sandbox, and the configuration set. */
function mailResources(world: World, parameters: JsonObject): string[] {
  const sender = mailboxAt(textAt(parameters, 'Source'));
  const identity = mailIdentityOf(sender, world.account.mail.identities) ?? sender.domain;
  const set = configurationSetOf(world, parameters);
  const sourceArn = textAt(parameters, 'SourceArn');
  return [
    sourceArn === '' ? sesIdentityArn(world.account, identity) : sourceArn,
    ...recipientIdentities(world, parameters),
    ...(set === '' ? [] : [sesConfigurationSetArn(world.account, set)]),
  ];
}

function mailKeys(parameters: JsonObject): Access['context'] {
  const sender = mailboxAt(textAt(parameters, 'Source'));
  const returnPath = textAt(parameters, 'ReturnPath');
  return {
    'ses:apiversion': ['1'],
    'ses:fromaddress': [sender.address],
    ...(sender.displayName === '' ? {} : { 'ses:fromdisplayname': [sender.displayName] }),
    ...(returnPath === '' ? {} : { 'ses:feedbackaddress': [returnPath] }),
    'ses:recipients': recipientsOf(parameters).map(({ address }) => address),
  };
}

type Texts = Pick<SentMail, 'subject' | 'html' | 'text'>;

/** Queues a mail; without texts it is accepted and never sent. */
function send({ world, parameters, now, dice }: OperationRequest, texts: Texts | undefined): Effect {
  const recipients = recipientsOf(parameters);
  refuseUnsendable(world, parameters, recipients);
  if (texts !== undefined && texts.html === undefined && texts.text === undefined)
    throw undeclared('InvalidParameterValue', 400, 'Body must have text or html content.');
  // With a SourceArn, the identity can belong to another account, and the world does not contain its verification.
  if (textAt(parameters, 'SourceArn') === '') refuseUnverified(world, [mailboxAt(textAt(parameters, 'Source'))]);
  if (world.account.mail.sandbox) refuseUnverified(world, recipients);
  const messageId = `${dice.text(16, '0123456789abcdef')}-${dice.uuid()}-000000`;
  const mails = texts === undefined ? [] : [{ ...recordOf(parameters, messageId, now), ...texts }];
  return { world: { ...world, mails: [...world.mails, ...mails] }, result: { MessageId: messageId } };
}

/**
 * The texts of a template with its data; undefined if a variable has no value. SES changes nothing in the values.
 * https://docs.aws.amazon.com/ses/latest/dg/send-personalized-email-advanced.html
 */
function rendered({ subject, html, text }: DeployedTemplate, data: string): Texts | undefined {
  const values = valuesIn(data);
  const missing: string[] = [];
  const render = (template: string): string =>
    template.replace(/\{\{\s*(\w+)\s*\}\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) missing.push(name);
      return typeof value === 'string' ? value : JSON.stringify(value ?? '');
    });
  const texts = {
    subject: render(subject),
    html: html === undefined ? undefined : render(html),
    text: text === undefined ? undefined : render(text),
  };
  return missing.length === 0 ? texts : undefined;
}

function valuesIn(data: string): JsonObject {
  try {
    const parsed = parseJson(data);
    if (isObject(parsed)) return parsed;
  } catch {
    // The same as JSON of another type.
  }
  throw undeclared('InvalidParameterValue', 400, 'The template data is not a JSON object.');
}

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

function recordOf(parameters: JsonObject, messageId: string, at: number): Omit<SentMail, keyof Texts> {
  const destination = memberAt(parameters, 'Destination');
  return {
    messageId,
    at,
    from: textAt(parameters, 'Source'),
    to: textsAt(destination, 'ToAddresses'),
    cc: textsAt(destination, 'CcAddresses'),
    bcc: textsAt(destination, 'BccAddresses'),
    replyTo: textsAt(parameters, 'ReplyToAddresses'),
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
