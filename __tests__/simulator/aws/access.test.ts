import { perform, roleOf, type World } from '../../../src/simulator';
import type { JsonObject } from '../../../src/json';
import { mail, now, place, policyOf, problemsOf, secretName, statements, userName, worldWith } from '../support';

/** `allowed`, or the error a call ends in under these statements. */
function decide(world: World, allowed: readonly JsonObject[], action: string, parameters: JsonObject): string {
  const role = roleOf(place, 'rotation-execution', [policyOf(allowed)]);
  const [service = '', api = ''] = action.split(':');
  const { answer } = perform(world, role, { service, api, parameters, timeoutSeconds: 60 }, now);
  return answer.ok ? 'allowed' : answer.error;
}

const ses = 'arn:aws:ses:eu-central-1:111122223333:';
const allow = (resource: string | string[], condition?: JsonObject): JsonObject => ({
  Effect: 'Allow',
  Action: 'ses:SendEmail',
  Resource: resource,
  ...(condition ? { Condition: condition } : {}),
});
const domain = `${ses}identity/example.com`;
const address = `${ses}identity/rotation@example.com`;
const set = `${ses}configuration-set/audit`;
const denied = 'Ses.SesException';
const to = (...addresses: string[]) => ({ Destination: { ToAddresses: addresses } });
const recipients = (...patterns: string[]) => ({ 'ForAllValues:StringLike': { 'ses:Recipients': patterns } });

const mails: [name: string, verified: string[], statement: JsonObject, change: JsonObject, expected: string][] = [
  ['the domain is checked where the address is not verified itself', ['example.com'], allow(domain), {}, 'allowed'],
  [
    'the address is checked where it is verified itself',
    ['example.com', 'rotation@example.com'],
    allow(domain),
    {},
    denied,
  ],
  ['both may be listed', ['example.com', 'rotation@example.com'], allow([domain, address]), {}, 'allowed'],
  ['the address alone does not do for a verified domain', ['example.com'], allow(address), {}, denied],
  [
    'a configuration set needs to be allowed as well',
    ['example.com'],
    allow(domain),
    { ConfigurationSetName: 'audit' },
    denied,
  ],
  [
    'a configuration set that is allowed',
    ['example.com'],
    allow([domain, set]),
    { ConfigurationSetName: 'audit' },
    'allowed',
  ],
  [
    'ses:FromAddress is the bare address',
    ['example.com'],
    allow(domain, { StringEquals: { 'ses:FromAddress': 'rotation@example.com' } }),
    { Source: 'Rotation <rotation@example.com>' },
    'allowed',
  ],
  [
    'ses:FromAddress regards case',
    ['example.com'],
    allow(domain, { StringEquals: { 'ses:FromAddress': 'Rotation@example.com' } }),
    {},
    denied,
  ],
  [
    'ses:FromDisplayName is the name before it',
    ['example.com'],
    allow(domain, { StringEquals: { 'ses:FromDisplayName': 'Rotation' } }),
    { Source: 'Rotation <rotation@example.com>' },
    'allowed',
  ],
  [
    'ses:FromDisplayName is absent without one',
    ['example.com'],
    allow(domain, { StringEquals: { 'ses:FromDisplayName': 'Rotation' } }),
    {},
    denied,
  ],
  [
    'all of ses:Recipients must match',
    ['example.com'],
    allow(domain, recipients('*@example.com')),
    to('a@example.com', 'b@example.com'),
    'allowed',
  ],
  [
    'one recipient next to them is one too many',
    ['example.com'],
    allow(domain, recipients('*@example.com')),
    to('a@example.com', 'b@example.org'),
    denied,
  ],
  [
    'Cc and Bcc are recipients too',
    ['example.com'],
    allow(domain, recipients('*@example.com')),
    { Destination: { ToAddresses: ['a@example.com'], BccAddresses: ['b@example.org'] } },
    denied,
  ],
  [
    'an action in another service allows nothing',
    ['example.com'],
    { ...allow(domain), Action: 'sesv2:SendEmail' },
    {},
    denied,
  ],
  ['a wildcard allows everything', ['example.com'], allow('*'), {}, 'allowed'],
];

test.each(mails)('%s', (_, identities, statement, change, expected) => {
  const world = worldWith(1, { mail: { identities, configurationSets: ['audit'] } });
  expect(decide(world, [statement], 'ses:sendEmail', { ...mail, ...change })).toBe(expected);
});

const secret = { SecretId: secretName, SecretString: 'x' };
const secretArn = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:';
const onSecret = (resource: string): JsonObject => ({
  Effect: 'Allow',
  Action: 'secretsmanager:UpdateSecret',
  Resource: resource,
});
const deniedSecret = 'SecretsManager.SecretsManagerException';

const secrets: [name: string, statement: JsonObject, parameters: JsonObject, expected: string][] = [
  ['six question marks stand for the random characters', onSecret(`${secretArn}ci/deployer-??????`), secret, 'allowed'],
  ['the name alone does not', onSecret(`${secretArn}ci/deployer`), secret, deniedSecret],
  ['five question marks do not', onSecret(`${secretArn}ci/deployer-?????`), secret, deniedSecret],
  [
    'another region is another secret',
    onSecret(`${secretArn.replace('central', 'west')}ci/deployer-??????`),
    secret,
    deniedSecret,
  ],
  [
    'a secret that is not there may be learnt of under a policy on its name',
    onSecret(`${secretArn}gone-??????`),
    { ...secret, SecretId: 'gone' },
    'SecretsManager.ResourceNotFoundException',
  ],
  [
    'any other that is not there may not',
    onSecret(`${secretArn}ci/deployer-??????`),
    { ...secret, SecretId: 'gone' },
    deniedSecret,
  ],
];

test.each(secrets)('%s', (_, statement, parameters, expected) => {
  expect(decide(worldWith(1), [statement], 'secretsmanager:updateSecret', parameters)).toBe(expected);
});

const keys: [name: string, user: string, expected: string][] = [
  ['the user that the policy names, with its path', userName, 'allowed'],
  ['the same user in other letters', userName.toUpperCase(), 'allowed'],
  ['somebody that the policy does not name', 'root', 'Iam.IamException'],
];

test.each(keys)('%s', (_, user, expected) => {
  expect(decide(worldWith(1), statements(), 'iam:createAccessKey', { UserName: user })).toBe(expected);
});

test('parameters are judged before permissions', () => {
  const role = roleOf(place, 'r', []);
  const call = { service: 'iam', api: 'createAccessKey', parameters: {}, timeoutSeconds: 60 };
  const { answer } = perform(worldWith(1), role, call, now);
  expect(answer).toMatchObject({ ok: false, cause: expect.stringContaining('Must specify userName') as string });
});

test('a policy that cannot be read stops the run, and names the role', () => {
  const [problem] = problemsOf(() => roleOf(place, 'rotation-execution', ['{']));
  expect(problem).toMatch(/^policy of role rotation-execution: /);
});

test('a condition that cannot be read decides nothing', () => {
  const odd = { ...statements()[0], Condition: { StringSounds: { 'aws:PrincipalArn': 'x' } } };
  const [problem] = problemsOf(() => decide(worldWith(1), [odd], 'iam:listAccessKeys', { UserName: userName }));
  expect(problem).toMatch(/^policy of role rotation-execution: .*StringSounds/);
});

test('a policy that looks at the time is asked again at each call', () => {
  const until = { ...statements()[0], Condition: { DateLessThan: { 'aws:CurrentTime': '2026-01-05T03:00:01Z' } } };
  const role = roleOf(place, 'rotation-execution', [policyOf([until])]);
  const call = { service: 'iam', api: 'listAccessKeys', parameters: { UserName: userName }, timeoutSeconds: 60 };
  expect([0, 1000].map((after) => perform(worldWith(1), role, call, now + after).answer.ok)).toEqual([true, false]);
});

test('what is decided for one resource or context says nothing of another', () => {
  const role = roleOf(place, 'rotation-execution', [policyOf(statements())]);
  const send = (address: string) => {
    const parameters = { ...mail, ...to(address) };
    return perform(worldWith(1), role, { service: 'ses', api: 'sendEmail', parameters, timeoutSeconds: 60 }, now).answer
      .ok;
  };
  expect(['admins@example.com', 'others@example.com', 'admins@example.com'].map(send)).toEqual([true, false, true]);
});
