import { createWorld, type MailAccount } from '../../../src/simulator';
import type { JsonObject } from '../../../src/json';
import { mail, now, place } from '../support';
import { call, errorOf, resultOf } from './call';

const send = 'ses:sendEmail';

function account(settings: Partial<MailAccount> = {}) {
  return createWorld({ ...place, mail: { identities: ['example.com'], ...settings } });
}

test('a mail is recorded as it went out, and answered with a message id', () => {
  const request = { ...mail, Source: 'Key rotation <rotation@example.com>', ReplyToAddresses: ['help@example.com'] };
  const { world, answer } = call(account(), send, request, now);
  expect(answer).toMatchObject({ ok: true, result: { MessageId: world.mails[0]?.messageId } });
  expect(world.mails).toMatchObject([
    {
      at: now,
      from: 'Key rotation <rotation@example.com>',
      to: ['admins@example.com'],
      cc: [],
      bcc: [],
      replyTo: ['help@example.com'],
      subject: 'Keys rotated',
      html: '<p>Keys were rotated.</p>',
      text: undefined,
    },
  ]);
});

test('there is no token: the same mail twice is two mails', () => {
  const once = call(account(), send, mail, now).world;
  expect(call(once, send, mail, now).world.mails).toHaveLength(2);
});

const identities: [name: string, identities: string[], source: string, sent: boolean][] = [
  ['an address that is verified itself', ['rotation@example.com'], 'rotation@example.com', true],
  ['an address of a verified domain', ['example.com'], 'rotation@example.com', true],
  ['an address of a domain below a verified one', ['example.com'], 'rotation@mail.example.com', true],
  ['a display name before a verified address', ['example.com'], '"Key, rotation" <rotation@example.com>', true],
  ['an address next to the verified one', ['admin@example.com'], 'rotation@example.com', false],
  ['a domain that ends like a verified one', ['example.com'], 'rotation@notexample.com', false],
  ['nothing verified', [], 'rotation@example.com', false],
];

test.each(identities)('%s', (_, verified, source, sent) => {
  const world = account({ identities: verified });
  if (sent) expect(resultOf(world, send, { ...mail, Source: source }, now)).toHaveProperty('MessageId');
  else
    expect(errorOf(world, send, { ...mail, Source: source }, now)).toEqual([
      'Ses.MessageRejectedException',
      expect.stringContaining(
        'Email address is not verified. The following identities failed the check in region EU-CENTRAL-1: ',
      ),
    ]);
});

describe('a sandbox account', () => {
  test('sends to verified recipients', () => {
    expect(resultOf(account({ sandbox: true }), send, mail, now)).toHaveProperty('MessageId');
  });

  test('rejects any other, and names it', () => {
    const Destination = { ToAddresses: ['admins@example.com'], BccAddresses: ['x@elsewhere.org'] };
    const [error, cause] = errorOf(account({ sandbox: true }), send, { ...mail, Destination }, now);
    expect(error).toBe('Ses.MessageRejectedException');
    expect(cause).toContain('x@elsewhere.org');
    expect(cause).not.toContain('admins@example.com');
  });
});

test('50 recipients over To, Cc and Bcc are the most', () => {
  const to = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@example.org`);
  const Destination = { ToAddresses: to(20), CcAddresses: to(20), BccAddresses: to(10) };
  expect(resultOf(account(), send, { ...mail, Destination }, now)).toHaveProperty('MessageId');
  const [error, cause] = errorOf(
    account(),
    send,
    { ...mail, Destination: { ...Destination, BccAddresses: to(11) } },
    now,
  );
  expect([error, cause]).toEqual(['Ses.SesException', expect.stringContaining('Recipient count exceeds 50.')]);
});

const cases: [name: string, change: JsonObject, settings: Partial<MailAccount>, error: string, cause: string][] = [
  ['no recipient', { Destination: {} }, {}, 'SesException', "Missing required header 'To'."],
  [
    'one address as a text instead of a list',
    { Destination: { ToAddresses: 'a@example.com' } },
    {},
    'SesException',
    "'destination.toAddresses' failed to satisfy constraint: Member must be a list",
  ],
  [
    'one malformed address among others',
    { Destination: { ToAddresses: ['a@example.com', 'nobody'] } },
    {},
    'SesException',
    'Invalid email address<nobody>.',
  ],
  [
    'an address that is not ASCII',
    { Destination: { ToAddresses: ['ü@example.com'] } },
    {},
    'SesException',
    'Invalid email address',
  ],
  [
    'a sender that is not an address',
    { Source: 'Key rotation' },
    {},
    'SesException',
    'Invalid email address<Key rotation>.',
  ],
  ['no sender', { Source: null }, {}, 'SesException', "Value null at 'source'"],
  ['no subject', { Message: { Body: { Text: { Data: 'x' } } } }, {}, 'SesException', "Value null at 'message.subject'"],
  [
    'neither text nor HTML',
    { Message: { Subject: { Data: 'x' }, Body: {} } },
    {},
    'SesException',
    'Body must have text or html content.',
  ],
  [
    'a parameter of the second version of the API',
    { FromEmailAddress: 'a@example.com' },
    {},
    'SesException',
    "The field 'fromEmailAddress' is not supported",
  ],
  [
    'a configuration set that is not there',
    { ConfigurationSetName: 'audit' },
    {},
    'ConfigurationSetDoesNotExistException',
    'Configuration set <audit> does not exist.',
  ],
  ['an account that is paused', {}, { paused: true }, 'AccountSendingPausedException', 'Email sending is paused'],
];

test.each(cases)('%s', (_, change, settings, error, cause) => {
  expect(errorOf(account(settings), send, { ...mail, ...change }, now)).toEqual([
    `Ses.${error}`,
    expect.stringContaining(cause),
  ]);
});
