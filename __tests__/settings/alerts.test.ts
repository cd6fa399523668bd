import { changed, parse, problems, sample } from './sample';

type Changes = Parameters<typeof changed>[0];
const key = (region: string) => `arn:aws:kms:${region}:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
const endpoints = 'write an e-mail address, an https address, or the ARN of a queue or a function';

test.each<[string, Changes, string]>([
  [
    'no subscribers',
    { alerts: {} },
    'alerts.subscribers: missing; write 1 to 20 subscribers, such as ["on-call@example.com"]',
  ],
  [
    'a phone number',
    { 'alerts.subscribers': ['+4930123456'] },
    `alerts.subscribers[0]: "+4930123456" is not an endpoint of a subscription; ${endpoints}`,
  ],
  [
    'an address that is not encrypted',
    { 'alerts.subscribers': ['http://example.com/alerts'] },
    `alerts.subscribers[0]: "http://example.com/alerts" is sent in clear text; ${endpoints}`,
  ],
  [
    'the ARN of a topic',
    { 'alerts.subscribers': ['arn:aws:sns:eu-central-1:111122223333:other'] },
    `alerts.subscribers[0]: "arn:aws:sns:eu-central-1:111122223333:other" is not the ARN of a queue or a function; ${endpoints}`,
  ],
  [
    'a subscriber twice',
    { 'alerts.subscribers': ['a@example.com', 'a@example.com'] },
    'alerts.subscribers[1]: "a@example.com" is already in this list; write each subscriber once',
  ],
  [
    'an alias of a key',
    { 'alerts.subscribers': ['a@example.com'], 'alerts.kmsKeyArn': 'alias/aws/sns' },
    'alerts.kmsKeyArn: "alias/aws/sns" is not the ARN of a key; write one such as "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"',
  ],
  [
    'a key of another region',
    { 'alerts.subscribers': ['a@example.com'], 'alerts.kmsKeyArn': key('us-east-1') },
    'alerts.kmsKeyArn: the key is in us-east-1, but environments[0] is in eu-central-1; write a key of that region',
  ],
  [
    'a rule of AWS Config in a region without it',
    {
      'environments.0.region': 'eu-central-2',
      'alerts.subscribers': ['a@example.com'],
      'alerts.maximumKeyAgeDays': 90,
    },
    'alerts.maximumKeyAgeDays: AWS Config has no rule for the age of keys in eu-central-2, the region of environments[0]; leave it out there',
  ],
])('%s is refused', (_, changes, line) => {
  expect(problems(changed(changes))).toEqual([line]);
});

test('one rule for the age of keys is enough for an account', () => {
  const environments = ['one', 'two'].map((name) => ({
    ...{ name, accountId: '111122223333', region: 'eu-central-1' },
    users: [{ name, secretName: name }],
  }));
  expect(
    problems({ ...sample(), environments, alerts: { subscribers: ['a@b.example'], maximumKeyAgeDays: 9 } }),
  ).toEqual([
    'environments[1].alerts.maximumKeyAgeDays: environments[0] has this rule for account 111122223333 already, and it judges every key of an account; leave it out of one of them',
  ]);
});

test('an environment replaces the alerts as a whole, and its domains are in Punycode', () => {
  const [environment] = parse(
    changed({
      'alerts.subscribers': ['a@example.com'],
      'alerts.publishBy': 'topicPolicy',
      'environments.0.alerts': { subscribers: ['ops@münchen.example', 'https://example.com/a@b'] },
    }),
  ).environments;
  expect(environment?.alerts).toEqual({
    subscribers: ['ops@xn--mnchen-3ya.example', 'https://example.com/a@b'],
    publishBy: 'role',
  });
});

test('settings without alerts get none', () => {
  const [environment] = parse(sample()).environments;
  expect(environment).not.toHaveProperty('alerts');
});
