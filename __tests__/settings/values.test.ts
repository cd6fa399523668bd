import { changed, parse, problems, sample } from './sample';
import { strategies } from '../../src/workflow';
import { testSome } from '../effort';

type Changes = Parameters<typeof changed>[0];
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const onlyKeys = 'an object with "environments", "users" and "notification"';

describe('a value of a wrong type, a missing one or a misspelt setting gives one line', () => {
  test.each<[string, Changes, string]>([
    [
      'text for a number',
      { gracePeriodSeconds: '1 day' },
      'gracePeriodSeconds: must be a number; got the text "1 day"; write a whole number of seconds from 0 to 31536000',
    ],
    [
      'a fraction',
      { gracePeriodSeconds: 0.5 },
      'gracePeriodSeconds: 0.5 is not a whole number; write a whole number of seconds from 0 to 31536000',
    ],
    [
      'a negative number',
      { settleSeconds: -1 },
      'settleSeconds: -1 is out of range; write a whole number of seconds from 1 to 900',
    ],
    [
      'null',
      { strategy: null },
      `strategy: must be one of the choices; got null; write ${strategies.map((one) => `"${one}"`).join(' or ')}`,
    ],
    [
      'a misspelt choice',
      { strategy: 'delete_first' },
      'strategy: "delete_first" is not one of the choices; did you mean "delete-first"?',
    ],
    [
      'a choice that is nothing like one',
      { twoKeys: 'whatever' },
      'twoKeys: "whatever" is not one of the choices; write one of "refuse", "replace-older"',
    ],
    [
      'a list for an object',
      { notification: [] },
      'notification: must be an object; got a list; write an object with "sender" and "recipients"',
    ],
    [
      'an object for a list',
      { users: {} },
      'users: must be a list; got an object; write 1 to 5000 users, such as [{"name": "ci-deployer", "secretName": "ci-deployer/aws"}]',
    ],
    [
      'true for text',
      { 'users.0.name': true },
      'users[0].name: must be text; got true; write the name of an IAM user, such as "ci-deployer"',
    ],
    [
      'no users',
      { users: undefined },
      'users: missing; write 1 to 5000 users, such as [{"name": "ci-deployer", "secretName": "ci-deployer/aws"}]',
    ],
    [
      'an empty list of users',
      { users: [] },
      'users: an empty list; write 1 to 5000 users, such as [{"name": "ci-deployer", "secretName": "ci-deployer/aws"}]',
    ],
    [
      'an empty list of environments',
      { environments: [] },
      'environments: an empty list; write 1 to 1000 environments, such as [{"name": "production", "accountId": "111122223333", "region": "eu-central-1"}]',
    ],
    [
      'no notification',
      { notification: undefined },
      'notification: missing; write an object with "sender" and "recipients"',
    ],
    ['a misspelt setting', { gracePeriod: 5 }, 'gracePeriod: unknown setting; did you mean "gracePeriodSeconds"?'],
    ['a setting in other letters', { Strategy: 'overlap' }, 'Strategy: unknown setting; did you mean "strategy"?'],
    [
      'a misspelt setting that must be there',
      { 'users.0': { name: 'ci', secretname: 'ci/aws' } },
      'users[0].secretname: unknown setting; did you mean "secretName"?',
    ],
    [
      'a setting that is nothing like one',
      { 'users.0.enabled': true },
      'users[0].enabled: unknown setting; write one of "name", "path", "secretName", "secretKmsKeyArn", "shard", "gracePeriodSeconds", "recipients", "schedule"',
    ],
    [
      'a grace period above the largest allowed',
      { maxGracePeriodSeconds: 3600 },
      'gracePeriodSeconds: 86400 is more than maxGracePeriodSeconds 3600; write at most 3600, or a larger maxGracePeriodSeconds',
    ],
    [
      "a user's grace period above the largest allowed",
      { maxGracePeriodSeconds: 90_000, 'users.1.gracePeriodSeconds': 90_001 },
      'users[1].gracePeriodSeconds: 90001 is more than maxGracePeriodSeconds 90000; write at most 90000, or a larger maxGracePeriodSeconds',
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toEqual([line]);
  });

  test.each<[string, unknown, string]>([
    ['null', null, `: must be an object; got null; write ${onlyKeys}`],
    ['text', 'on', `: must be an object; got the text "on"; write ${onlyKeys}`],
    ['a list', [], `: must be an object; got a list; write ${onlyKeys}`],
  ])('%s in place of all settings', (_, raw, line) => {
    expect(problems(raw)).toEqual([line]);
  });

  test('more than 5,000 users', () => {
    const users = Array.from({ length: 5001 }, (_, index) => ({
      name: `user${index}`,
      secretName: `user${index}/aws`,
    }));
    expect(problems({ ...sample(), users })).toEqual([
      'users: a list of 5001, but at most 5000 are allowed; write 1 to 5000 users, such as [{"name": "ci-deployer", "secretName": "ci-deployer/aws"}]',
    ]);
  });
});

describe('a mail that SES would refuse gives one line', () => {
  const addresses = (count: number) => Array.from({ length: count }, (_, index) => `a${index}@example.com`);

  test.each<[string, Changes, string]>([
    [
      'no sender',
      { 'notification.sender': undefined },
      'notification.sender: missing; write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    ],
    [
      'a sender without an address',
      { 'notification.sender': 'Key rotation' },
      'notification.sender: "Key rotation" is not a valid sender address; write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    ],
    [
      'a sender with a comma in a bare name',
      { 'notification.sender': 'Rotation, Key <a@example.com>' },
      'notification.sender: "Rotation, Key <a@example.com>" has an invalid name before "<": write plain words or a name in double quotes, then one space; write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    ],
    [
      'a sender in none of the identities',
      { 'notification.identities': ['example.org', 'ops@example.com'] },
      'notification.sender: "key-rotation@example.com" is not covered by the identities "example.org", "ops@example.com"; write a sender of one of these, or add its address or domain to "identities"',
    ],
    [
      'an identity that is none',
      { 'notification.identities': ['*'] },
      'notification.identities[0]: "*" is not an SES identity; write a domain or an address, such as "example.com"',
    ],
    [
      'no recipients',
      { 'notification.recipients': undefined },
      'notification.recipients: missing; write ["platform-team@example.com"] or {"to": [...], "cc": [...], "bcc": [...]}',
    ],
    [
      'an empty list of recipients',
      { 'notification.recipients': [] },
      'notification.recipients: an empty list; write 1 to 50 addresses, such as ["platform-team@example.com"]',
    ],
    [
      'one address that is in no list',
      { 'notification.recipients': 'a@example.com' },
      'notification.recipients: must be a list of addresses; got the text "a@example.com"; write ["platform-team@example.com"] or {"to": [...], "cc": [...], "bcc": [...]}',
    ],
    [
      '51 recipients in all',
      { 'notification.recipients': { to: addresses(30), cc: addresses(20), bcc: addresses(1) } },
      'notification.recipients: 51 recipients in to, cc and bcc together; write 1 to 50',
    ],
    [
      'no recipient in any list',
      { 'notification.recipients': { to: [] } },
      'notification.recipients: 0 recipients in to, cc and bcc together; write 1 to 50',
    ],
    [
      'a recipient without a domain',
      { 'notification.recipients': { cc: ['ops'] } },
      'notification.recipients.cc[0]: "ops" is not an e-mail address; write one such as "platform-team@example.com"',
    ],
    [
      'a recipient that a policy would read as a wildcard',
      { 'notification.recipients': ['*@example.com'] },
      'notification.recipients[0]: "*@example.com" contains "*" or "?", which a policy reads as wildcards; write an address such as "platform-team@example.com"',
    ],
    [
      'a recipient whose name is beyond ASCII',
      { 'notification.recipients': ['jürgen@example.com'] },
      'notification.recipients[0]: "jürgen@example.com" contains characters outside ASCII before the "@", which SES refuses; write an ASCII address, such as "platform-team@example.com"',
    ],
    [
      'a sender whose address is beyond ASCII',
      { 'notification.sender': 'Jürgen <jürgen@example.com>' },
      'notification.sender: "Jürgen <jürgen@example.com>" contains characters outside ASCII before the "@", which SES refuses; write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    ],
    [
      'a sender with a second header',
      { 'notification.sender': 'keys@example.com\nBcc: x@example.com' },
      'notification.sender: "keys@example.com\\nBcc: x@example.com" is not a valid sender address; write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    ],
    [
      'no identity',
      { 'notification.identities': [] },
      'notification.identities: an empty list; write 1 to 10 domains or addresses, such as ["example.com"]',
    ],
    [
      'a name beyond ASCII with a line break',
      { 'notification.sender': 'Jü\nBcc: x <key@example.com>' },
      'notification.sender: "Jü\\nBcc: x <key@example.com>" has a name before "<" with control characters; write "key-rotation@example.com" or "Key rotation <key-rotation@example.com>"',
    ],
    [
      'one recipient twice',
      { 'notification.recipients': ['ops@example.com', 'a@example.com', 'ops@EXAMPLE.com'] },
      'notification.recipients[2]: "ops@EXAMPLE.com" is already the first of this list; write each recipient once',
    ],
    [
      'one recipient twice in Cc',
      { 'notification.recipients': { to: ['a@example.com'], cc: ['a@example.com', 'b@example.com', 'b@example.com'] } },
      'notification.recipients.cc[2]: "b@example.com" is already the second of this list; write each recipient once',
    ],
    [
      'more than 50 recipients with those of a user',
      { 'notification.recipients': addresses(50), 'users.0.recipients': ['A0@example.com'] },
      'users[0].recipients: 51 recipients, including those of environments[0]; write at most 50 in all',
    ],
    [
      'no recipient of a user',
      { 'users.0.recipients': [] },
      'users[0].recipients: an empty list; write 1 to 50 addresses, such as ["platform-team@example.com"]',
    ],
    [
      'an identity of another account that is not an ARN',
      { 'notification.sourceArn': 'example.com' },
      'notification.sourceArn: "example.com" is not the ARN of an SES identity; write one such as "arn:aws:ses:eu-central-1:444455556666:identity/example.com"',
    ],
    [
      'an identity of another account in another region',
      { 'notification.sourceArn': 'arn:aws:ses:us-east-1:444455556666:identity/example.com' },
      'notification.sourceArn: the identity is in us-east-1, but environments[0] is in eu-central-1; write the ARN of an identity of that region',
    ],
    [
      'an identity of another account that the sender is not in',
      { 'environments.0.notification.sourceArn': 'arn:aws:ses:eu-central-1:444455556666:identity/example.org' },
      'environments[0].notification.sourceArn: "key-rotation@example.com" is not covered by the identities "example.org"; write a sender of one of these, or add its address or domain to "identities"',
    ],
    [
      'a role of another account',
      { 'environments.0.assumeRole': { roleArn: 'arn:aws:iam::444455556666:role/deploy' } },
      'environments[0].assumeRole.roleArn: the role is in account 444455556666, but the environment is in 111122223333; write the ARN of a role of that account',
    ],
    [
      'the name of a role in place of its ARN',
      { 'environments.0.assumeRole': { roleArn: 'deploy' } },
      'environments[0].assumeRole.roleArn: "deploy" is not the ARN of a role; write one such as "arn:aws:iam::111122223333:role/deploy-keyturn"',
    ],
    [
      'a session of a minute',
      { 'environments.0.assumeRole': { roleArn: 'arn:aws:iam::111122223333:role/deploy', durationSeconds: 60 } },
      'environments[0].assumeRole.durationSeconds: 60 is out of range; write a whole number of seconds from 900 to 43200',
    ],
    [
      'a profile with a space',
      { 'environments.0.profile': 'my profile' },
      'environments[0].profile: "my profile" is not a profile name; write one without spaces and brackets',
    ],
    [
      'a configuration set with a space',
      { 'notification.configurationSet': 'my set' },
      'notification.configurationSet: "my set" is not an SES configuration set; write 1 to 64 letters, digits, "_" and "-"',
    ],
    [
      'a runbook that is not a web page',
      { 'notification.runbookUrl': 'javascript:alert(1)' },
      'notification.runbookUrl: "javascript:alert(1)" is not the address of a web page; write one such as "https://wiki.example.com/key-rotation"',
    ],
    [
      'a runbook with a password',
      { 'notification.runbookUrl': 'https://me:word@wiki.example.com/' },
      'notification.runbookUrl: "https://me:word@wiki.example.com/" contains a password, which everybody who gets the mail would see; remove it',
    ],
    [
      'a subject of two lines',
      { 'notification.subject': 'Key\nrotated' },
      'notification.subject: "Key\\nrotated" must be one line without control characters; write it without line breaks',
    ],
    [
      'an empty body',
      { 'notification.textBody': ' ' },
      'notification.textBody: " " is empty; write some text, or leave the setting out for the default',
    ],
    [
      'a body that is too long',
      { 'notification.htmlBody': 'x'.repeat(8193) },
      `notification.htmlBody: "${'x'.repeat(40)}…" is longer than 8192 characters; write a shorter text`,
    ],
    [
      'a misspelt placeholder',
      { 'notification.subject': 'Key of {usrName}' },
      'notification.subject: "Key of {usrName}" uses the unknown placeholder {usrName}; did you mean {userName}?; for literal braces write "{{" and "}}"',
    ],
    [
      'a placeholder for the secret',
      { 'notification.textBody': 'It is {secretAccessKey}' },
      'notification.textBody: "It is {secretAccessKey}" uses {secretAccessKey}, but a mail never contains the secret; remove it',
    ],
    [
      'a single brace',
      { 'notification.htmlBody': '<style>p { color: red' },
      'notification.htmlBody: "<style>p { color: red" contains a single "{"; write "{{" and "}}" for literal braces',
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toEqual([line]);
  });

  test.each<[string, Changes]>([
    ['a sender with a name', { 'notification.sender': 'Key rotation <key-rotation@example.com>' }],
    ['a sender with a quoted name', { 'notification.sender': '"Rotation, Key" <key-rotation@example.com>' }],
    [
      'a sender below an identity',
      { 'notification.sender': 'a@mail.example.com', 'notification.identities': ['example.com'] },
    ],
    ['a sender that is an identity', { 'notification.identities': ['key-rotation@EXAMPLE.com'] }],
    ['50 recipients', { 'notification.recipients': { to: addresses(30), bcc: addresses(20) } }],
    [
      'doubled braces and every placeholder',
      { 'notification.htmlBody': 'p {{x}} {userName}{secretName}{accessKeyId}{time}' },
    ],
  ])('%s is right', (_, changes) => {
    expect(problems(changed(changes))).toEqual([]);
  });
});

describe('a secret format that loses the key or a tag that AWS refuses gives one line', () => {
  const both = { AWS_ACCESS_KEY_ID: 'AccessKeyId', AWS_SECRET_ACCESS_KEY: 'SecretAccessKey' };
  const tags = Object.fromEntries(Array.from({ length: 49 }, (_, index) => [`tag${index}`, 'x']));

  test.each<[string, Changes, string]>([
    [
      'no field for the secret access key',
      { 'secretFormat.fields': { id: 'AccessKeyId' } },
      'secretFormat.fields: no field contains the SecretAccessKey; write one, such as "AWS_SECRET_ACCESS_KEY": "SecretAccessKey"',
    ],
    [
      'a misspelt part of the key',
      { 'secretFormat.fields': { ...both, user: 'Username' } },
      'secretFormat.fields.user: "Username" is not one of the choices; did you mean "UserName"?',
    ],
    [
      'a field that would be read as a path',
      { 'secretFormat.fields': { ...both, 'user.$': 'UserName' } },
      'secretFormat.fields["user.$"]: the name of the field ends in ".$", which the state machine reads as a path; write another name',
    ],
    [
      'a constant under the name of a field',
      { secretFormat: { fields: both, constants: { AWS_ACCESS_KEY_ID: 'x' } } },
      'secretFormat.constants.AWS_ACCESS_KEY_ID: a field of the access key has the same name; write another name',
    ],
    [
      'a constant under the name of a field of the access key as it comes',
      { secretFormat: { constants: { UserName: 'x' } } },
      'secretFormat.constants.UserName: a field of the access key has the same name; write another name',
    ],
    [
      'a constant that is an object',
      { secretFormat: { fields: both, constants: { more: {} } } },
      'secretFormat.constants.more: must be text, a number or true or false; got an object; write one of these',
    ],
    [
      'constants larger than a secret',
      { secretFormat: { fields: both, constants: { big: 'x'.repeat(65_000) } } },
      'secretFormat.constants: 65010 bytes of JSON are too many; write at most 64512: a secret holds 65536, the key included',
    ],
    [
      'a tag of AWS',
      { tags: { 'aws:team': 'x' } },
      'tags["aws:team"]: the key begins with "aws:", which is reserved for AWS; write another key',
    ],
    ['a tag without a value', { tags: { team: '' } }, 'tags.team: "" is empty; write a value, or leave the tag out'],
    [
      'tags that differ in case',
      { tags: { team: 'x', Team: 'y' } },
      'tags.Team: the key differs from "team" only in case, which IAM refuses; write one of them',
    ],
    [
      'a tag that is too long',
      { tags: { team: 'x'.repeat(257) } },
      `tags.team: "${'x'.repeat(40)}…" is longer than 256 characters; write a shorter value`,
    ],
    ['a tag with a number', { tags: { team: 7 } }, 'tags.team: must be text; got the number 7; write a text'],
    ['49 tags', { tags }, 'tags: 49 tags are too many; write at most 48: AWS allows 50, and Keyturn adds two'],
    [
      'an environment whose tags are too many with those of all',
      { tags: { team: 'x' }, 'environments.0.tags': Object.fromEntries(Object.entries(tags).slice(0, 48)) },
      'environments[0].tags: 49 tags, including those of all environments, are too many; write at most 48: AWS allows 50, and Keyturn adds two',
    ],
  ])('%s', (_, changes, line) => {
    expect(problems(changed(changes))).toEqual([line]);
  });

  test('constants alone stand next to the fields of every access key', () => {
    const [environment] = parse(changed({ secretFormat: { constants: { region: 'eu-central-1' } } })).environments;
    expect(environment?.secretFormat).toEqual({
      kind: 'mapped',
      fields: {
        UserName: 'UserName',
        AccessKeyId: 'AccessKeyId',
        SecretAccessKey: 'SecretAccessKey',
        Status: 'Status',
      },
      constants: { region: 'eu-central-1' },
    });
  });
});

describe('what may be a secret is never repeated', () => {
  test.each<[string, Changes]>([
    ['as a user name', { 'users.0.name': secret }],
    ['as a constant', { 'secretFormat.constants': { key: secret } }],
    ['as the name of a setting', { [secret]: 1 }],
    ['next to its key id', { 'users.0.name': `AKIAIOSFODNN7EXAMPLE/${secret}` }],
    ['as a choice', { strategy: secret }],
    ['as a tag', { tags: { [secret]: 'x', x: `#${secret}` } }],
    ['in a mail', { 'notification.textBody': `The key: ${secret}` }],
    ['where a long text is cut', { 'users.0.secretName': `${' '.repeat(20)}${secret}${'x'.repeat(100)}` }],
    ['in a schedule', { 'schedule.expression': `cron(${secret} 3 1 * ? *)` }],
    ['in a time zone', { 'schedule.timezone': secret }],
    ['in an address', { 'notification.recipients': [secret] }],
    ['in a placeholder', { 'notification.subject': `{${secret}}` }],
  ])('%s', (_, changes) => {
    const lines = problems(changed(changes)).join('\n');
    expect(lines).toContain('looks like a secret');
    expect(lines).not.toContain(secret.slice(0, 12));
    expect(lines).not.toContain(secret.slice(-12));
  });
});

test.each<[string, Changes]>([
  ['a line break in a placeholder', { 'notification.textBody': '{a\nb}' }],
  ['a line break in an expression', { 'schedule.expression': 'cron(0\n 3 1 * ? *)' }],
  ['a line break in a path', { 'users.0.path': 'a\nb' }],
  ['a line break in the name of a setting', { 'a\nb': 1 }],
  ['tags that differ in case and hold a line break', { tags: { 'a\nb': 'x', 'A\nb': 'x' } }],
  ['characters that turn text around', { strategy: '\u202eoverlap' }],
])('%s stays on its line', (_, changes) => {
  for (const line of problems(changed(changes))) expect(line).toMatch(/^[^\p{Cc}\u2028-\u202e]+$/u);
});

testSome<[string, Changes]>([
  ['a name', { 'users.0.name': 'A'.repeat(1_000_000) }],
  ['a path', { 'users.0.path': `${'/'.repeat(1_000_000)}x` }],
  ['a sender', { 'notification.sender': '<'.repeat(1_000_000) }],
  ['an address', { 'notification.recipients': ['a.'.repeat(500_000)] }],
  ['a body', { 'notification.textBody': '{'.repeat(1_000_000) }],
  ['an expression', { 'schedule.expression': `cron(${'1,'.repeat(500_000)})` }],
  ['a time zone', { 'schedule.timezone': 'Europe/'.repeat(100_000) }],
])('%s of a million characters gives one line, long before the test is given up', (_, changes) => {
  expect(problems(changed(changes))).toHaveLength(1);
});

test('every problem is reported at once, in one go', () => {
  const raw = changed({
    'environments.0.region': 'mars-1',
    'users.0.path': 'ci',
    'users.1.name': 'CI-Deployer',
    gracePeriodSecond: 5,
    'schedule.expression': 'cron(0 3 * * * *)',
    'notification.sender': 'x',
    tags: { 'aws:x': 'y' },
  });
  expect(
    problems(raw)
      .map((line) => line.replace(/: .*$/, ''))
      .sort(),
  ).toEqual([
    'environments[0].region',
    'gracePeriodSecond',
    'notification.sender',
    'schedule.expression',
    'tags["aws:x"]',
    'users[0].path',
    'users[1].name',
  ]);
});

describe('schedule.enabled', () => {
  const enabledOf = (changes: Parameters<typeof changed>[0]) =>
    parse(changed(changes)).environments[0]?.users.map(({ schedule }) => schedule.enabled);

  test('pauses one user, all users, or all but one', () => {
    expect(enabledOf({ 'users.1.schedule': { enabled: false } })).toEqual([undefined, false]);
    expect(enabledOf({ 'environments.0.schedule': { enabled: false } })).toEqual([false, false]);
    expect(enabledOf({ 'schedule.enabled': false, 'users.0.schedule': { enabled: true } })).toEqual([undefined, false]);
  });

  test('does not change the settings if it is true', () => {
    expect(parse(changed({ 'schedule.enabled': true }))).toEqual(parse(changed({})));
  });

  test('is true or false', () => {
    expect(problems(changed({ 'schedule.enabled': 'no' }))).toEqual([expect.stringContaining('schedule.enabled: ')]);
  });
});
