import {
  addAccessKey,
  addSecret,
  createWorld,
  currentVersion,
  findSecret,
  findUser,
  isWorking,
  perform,
  roleOf,
  ServiceError,
  Simulation,
  load,
  type Fault,
  type World,
  type WorldOptions,
} from '../../src/simulator';
import type { Json, JsonObject } from '../../src/json';
import {
  day,
  definitionOf,
  everything,
  mail,
  now,
  only,
  place,
  policyOf,
  problemsOf,
  runDefinition,
  secretName,
  userName,
  valueOf,
  worldWith,
} from './support';

/** What the embedded AWS does, the page of AWS that says so, and a look at whether it does. */
interface Behaviour {
  readonly what: string;
  readonly page: string;
  /** What is seen, and what would be if it did as the page says. */
  readonly look: () => readonly [seen: unknown, said: unknown];
}

const aws = 'https://docs.aws.amazon.com/';
const states = `${aws}step-functions/latest/dg/`;
const iamPages = `${aws}IAM/latest/`;
const secretPages = `${aws}secretsmanager/latest/`;
const mailPages = `${aws}ses/latest/`;

const pages = {
  sdk: `${states}supported-services-awssdk.html`,
  errors: `${states}concepts-error-handling.html`,
  task: `${states}state-task.html`,
  wait: `${states}state-wait.html`,
  choice: `${states}state-choice.html`,
  fail: `${states}state-fail.html`,
  intrinsics: `${states}intrinsic-functions.html`,
  context: `${states}input-output-contextobject.html`,
  data: `${states}concepts-input-output-filtering.html`,
  quotas: `${states}service-quotas.html`,
  start: `${aws}step-functions/latest/apireference/API_StartExecution.html`,
  list: `${iamPages}APIReference/API_ListAccessKeys.html`,
  create: `${iamPages}APIReference/API_CreateAccessKey.html`,
  remove: `${iamPages}APIReference/API_DeleteAccessKey.html`,
  user: `${iamPages}APIReference/API_CreateUser.html`,
  keyQuota: `${iamPages}UserGuide/reference_iam-quotas.html`,
  consistency: `${iamPages}UserGuide/troubleshoot.html#troubleshoot_general_eventual-consistency`,
  iamActions: `${aws}service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html`,
  update: `${secretPages}apireference/API_UpdateSecret.html`,
  secretLimits: `${secretPages}userguide/reference_limits.html`,
  secretPolicies: `${secretPages}userguide/auth-and-access_examples.html`,
  secretEncryption: `${secretPages}userguide/security-encryption.html`,
  send: `${mailPages}APIReference/API_SendEmail.html`,
  identities: `${mailPages}dg/creating-identities.html`,
  sandbox: `${mailPages}dg/request-production-access.html`,
  mailActions: `${aws}service-authorization/latest/reference/list_amazonses.html`,
};

const user = { UserName: userName };
const secret = { SecretId: secretName, SecretString: 'x' };
const list = 'iam:listAccessKeys';
const create = 'iam:createAccessKey';
const remove = 'iam:deleteAccessKey';
const update = 'secretsmanager:updateSecret';
const send = 'ses:sendEmail';
const token = 't'.repeat(32);

function call(world: World, action: string, parameters: JsonObject, at = now, policy = everything) {
  const [service = '', api = ''] = action.split(':');
  const role = roleOf(place, 'rotation-execution', [policy]);
  return perform(world, role, { service, api, parameters, timeoutSeconds: 60 }, at);
}

/** The world after calls that succeed. */
function after(world: World, ...calls: [action: string, parameters: JsonObject, at?: number][]): World {
  return calls.reduce((each, [action, parameters, at]) => {
    const { world: next, answer } = call(each, action, parameters, at);
    if (!answer.ok) throw new Error(`${answer.error}: ${answer.cause}`);
    return next;
  }, world);
}

/** `ok`, or the name of the error. */
function answered(world: World, action: string, parameters: JsonObject, at = now, policy = everything): string {
  const { answer } = call(world, action, parameters, at, policy);
  return answer.ok ? 'ok' : answer.error;
}

function result(world: World, action: string, parameters: JsonObject, at = now): JsonObject {
  const { answer } = call(world, action, parameters, at);
  return answer.ok ? answer.result : {};
}

type Listed = readonly { readonly AccessKeyId: string; readonly Status: string; readonly CreateDate: string }[];
const listed = (world: World, at = now): Listed =>
  (result(world, list, user, at)['AccessKeyMetadata'] ?? []) as unknown as Listed;
const labels = (world: World) => findSecret(world, secretName)?.versions.map((version) => version.labels.join());
const keysIn = (options: Partial<WorldOptions>, keys = 2) => worldWith(keys, options);
const mailing = (settings: WorldOptions['mail'], readings: WorldOptions['readings'] = {}) =>
  createWorld({ ...place, readings, mail: { identities: ['example.com'], ...settings } });
const allow = (Action: string, Resource: string | string[]): string =>
  policyOf([{ Effect: 'Allow', Action, Resource }]);

/** One Task whose calls fail with these errors in turn; each ends in how the execution ended. */
function task(fields: JsonObject, errors: readonly (string | Fault)[]) {
  const definition = definitionOf({
    Call: {
      Type: 'Task',
      Resource: `arn:aws:states:::aws-sdk:${list}`,
      Parameters: user,
      ResultPath: '$.listed',
      Next: 'Done',
      ...fields,
    },
    Done: { Type: 'Succeed' },
    Caught: { Type: 'Pass', End: true },
  });
  const faults = ({ index }: { index: number }): Fault | undefined => {
    const fault = errors[index];
    return typeof fault === 'string' ? { kind: 'fail-before', error: fault, cause: 'because' } : fault;
  };
  const ran = runDefinition(definition, { kept: 1 }, { faults, pace: { transitionMs: 0, callMs: 0 } });
  const delays = ran.trace.flatMap((each) => (each.kind === 'retries' ? [(each.until - each.time) / 1000] : []));
  const calls = ran.trace.filter(({ kind }) => kind === 'called').length;
  return { ...ran, delays, calls, seconds: (ran.endedAt - ran.startedAt) / 1000 };
}

const caughtBy = (name: string, error: string) =>
  task({ Catch: [{ ErrorEquals: [name], Next: 'Caught' }] }, [error]).status === 'SUCCEEDED';

/** Starts executions of one machine under names: how many there are in the end, or the refusal. */
function starting(...starts: [name: string, input: Json, at: number][]): number | string {
  const world = worldWith(1);
  const definition = only({ Type: 'Wait', Seconds: 60, End: true });
  const simulation = new Simulation({ ...load({ definition, rolePolicies: [everything] }, world), world });
  try {
    for (const [name, input, seconds] of starts) simulation.start(name, input, now + seconds * 1000);
    return simulation.executions.length;
  } catch (problem) {
    if (problem instanceof ServiceError) return problem.code;
    throw problem;
  }
}

const waited = (wait: JsonObject, data: Json = {}) => {
  const { status, error, startedAt, endedAt } = runDefinition(only({ Type: 'Wait', End: true, ...wait }), data);
  return status === 'SUCCEEDED' ? (endedAt - startedAt) / 1000 : error;
};

const chosen = (rule: JsonObject, data: Json) =>
  runDefinition(
    definitionOf({
      Choose: { Type: 'Choice', Choices: [{ ...rule, Next: 'Yes' }], Default: 'No' },
      Yes: { Type: 'Pass', Result: 'yes', End: true },
      No: { Type: 'Pass', Result: 'no', End: true },
    }),
    data,
  ).output;

const never: Fault = { kind: 'timeout', takesEffect: false };
const fault = 'Iam.ServiceFailureException';
const both = <const T extends readonly unknown[]>(...values: T): T => values;

export const behaviours: Readonly<Record<string, readonly Behaviour[]>> = {
  'IAM access keys': [
    {
      what: 'a user has two access keys at most; active and inactive keys both count',
      page: pages.keyQuota,
      look: () => {
        const [world] = addAccessKey(worldWith(1), userName, { status: 'Inactive', createdAt: 0 });
        return [answered(world, create, user), 'Iam.LimitExceededException'];
      },
    },
    {
      what: 'CreateAccessKey takes no token: the same call again makes another key',
      page: pages.create,
      look: () => [listed(after(worldWith(0), [create, user], [create, user]), now + 60_000).length, 2],
    },
    {
      what: 'CreateAccessKey shows the secret access key, and no list shows it again',
      page: pages.create,
      look: () => {
        const world = after(worldWith(0), [create, user]);
        const { AccessKey: key } = result(worldWith(0), create, user);
        return [
          both(Object.keys(key as object), Object.keys(listed(world, now + 60_000)[0] ?? {})),
          both(
            ['UserName', 'AccessKeyId', 'Status', 'CreateDate', 'SecretAccessKey'],
            ['UserName', 'AccessKeyId', 'Status', 'CreateDate'],
          ),
        ];
      },
    },
    {
      what: 'a user without keys is an empty list; a user who is not there is NoSuchEntity',
      page: pages.list,
      look: () => [
        both(listed(worldWith(0)), answered(worldWith(0), list, { UserName: 'nobody' })),
        both([], 'Iam.NoSuchEntityException'),
      ],
    },
    {
      what: 'lists come in pages of MaxItems, and Marker continues the list',
      page: pages.list,
      look: () => {
        const { IsTruncated, Marker = null } = result(worldWith(2), list, { ...user, MaxItems: 1 });
        return [both(IsTruncated, result(worldWith(2), list, { ...user, Marker })['IsTruncated']), both(true, false)];
      },
    },
    {
      what: 'lists are in no order to rely on: by id, oldest first or newest first',
      page: pages.list,
      look: () => {
        const dates = (reading: 'oldest first' | 'newest first') =>
          listed(keysIn({ readings: { listed: reading } })).map(({ CreateDate }) => CreateDate);
        const oldest = dates('oldest first');
        return [both(dates('newest first'), oldest), both([...oldest].reverse(), [...oldest].sort())];
      },
    },
    {
      what: 'a key may be Active, Inactive or Expired, and only an active one works',
      page: pages.list,
      look: () => {
        const statuses = both('Active', 'Inactive', 'Expired');
        const works = statuses.map((status) => {
          const [world, key] = addAccessKey(worldWith(0), userName, { status, createdAt: 0 });
          return [listed(world)[0]?.Status, isWorking(world, key, now)];
        });
        return [works, [['Active', true], ['Inactive', false], ['Expired', false]]]; // prettier-ignore
      },
    },
    {
      what: 'a key that is gone is NoSuchEntity to DeleteAccessKey, as is a user who is not there',
      page: pages.remove,
      look: () => {
        const AccessKeyId = listed(worldWith(1))[0]?.AccessKeyId ?? '';
        const gone = after(worldWith(1), [remove, { ...user, AccessKeyId }]);
        const errors = [user, { UserName: 'nobody' }].map((who) => answered(gone, remove, { ...who, AccessKeyId }));
        return [errors, ['Iam.NoSuchEntityException', 'Iam.NoSuchEntityException']];
      },
    },
    {
      what: 'without UserName a call is about the caller, and a role has no access keys',
      page: pages.create,
      look: () => [answered(worldWith(0), create, {}), 'Iam.IamException'],
    },
    {
      what: 'names of users are not distinguished by case',
      page: pages.user,
      look: () => [findUser(worldWith(1), userName.toUpperCase())?.name, userName],
    },
    {
      what: 'changes take time: a new key is listed, and works, later; a deleted one for a while still',
      page: pages.consistency,
      look: () => {
        const lags = { newKeySeconds: 9, listSeconds: 4, deletedKeySeconds: 2, quotaSeconds: 0 };
        const made = after(keysIn({ lags }, 0), [create, user, now]);
        const [key] = made.users[0]?.keys ?? [];
        if (!key) return ['no key', 'a key'];
        const gone = after(made, [remove, { ...user, AccessKeyId: key.id }, now + 60_000]);
        const [deleted = key] = gone.users[0]?.keys ?? [];
        const seen = [3, 4, 61, 64].map((at) => listed(at < 60 ? made : gone, now + at * 1000).length);
        const works = [8, 9, 61, 62].map((at) => isWorking(gone, deleted, now + at * 1000));
        return [both(seen, works), both([0, 1, 1, 0], [false, true, true, false])];
      },
    },
    {
      what: "a user's path is part of its ARN, and so of what a policy has to name",
      page: pages.iamActions,
      look: () => {
        const arn = (path: string) => allow('iam:ListAccessKeys', `arn:aws:iam::111122223333:user/${path}${userName}`);
        return [
          both(answered(worldWith(1), list, user, now, arn('ci/')), answered(worldWith(1), list, user, now, arn(''))),
          both('ok', 'Iam.IamException'),
        ];
      },
    },
  ],
  'Secrets Manager': [
    {
      what: 'a new value becomes AWSCURRENT, the previous one AWSPREVIOUS; the one before that has no label',
      page: pages.update,
      look: () => [labels(after(worldWith(1), [update, secret], [update, secret])), ['', 'AWSPREVIOUS', 'AWSCURRENT']],
    },
    {
      what: 'the first value of a secret makes its first version',
      page: pages.update,
      look: () => [labels(after(worldWith(0), [update, secret])), ['AWSCURRENT']],
    },
    {
      what: 'the whole value is replaced',
      page: pages.update,
      look: () => {
        const found = findSecret(after(worldWith(1), [update, secret]), secretName);
        return [found && currentVersion(found)?.value, 'x'];
      },
    },
    {
      what: 'without a value there is no new version',
      page: pages.update,
      look: () => [labels(after(worldWith(1), [update, { SecretId: secretName, Description: 'd' }])), ['AWSCURRENT']],
    },
    {
      what: 'ClientRequestToken, of 32 to 64 characters, becomes the id of the version; without one each call has its own',
      page: pages.update,
      look: () => {
        const short = { ...secret, ClientRequestToken: 't'.repeat(31) };
        const ids = [token, undefined].map((id) => {
          const given = id === undefined ? secret : { ...secret, ClientRequestToken: id };
          return result(worldWith(1), update, given)['VersionId'] === token;
        });
        return [
          both(...ids, answered(worldWith(1), update, short)),
          both(true, false, 'SecretsManager.SecretsManagerException'),
        ];
      },
    },
    {
      what: 'a token used before, with the same value: by the API an error (a reading)',
      page: pages.update,
      look: () => {
        const given = { ...secret, ClientRequestToken: token };
        const world = after(keysIn({ readings: { repeatedToken: 'fails' } }), [update, given]);
        return [answered(world, update, given), 'SecretsManager.ResourceExistsException'];
      },
    },
    {
      what: 'a token used before, with the same value: by the user guide a success without effect (the other reading)',
      page: pages.secretEncryption,
      look: () => {
        const given = { ...secret, ClientRequestToken: token };
        const world = after(keysIn({ readings: { repeatedToken: 'succeeds' } }), [update, given]);
        return [after(world, [update, given]).secrets, world.secrets];
      },
    },
    {
      what: 'a token used before, with another value, is an error by either',
      page: pages.update,
      look: () => {
        const given = { ...secret, ClientRequestToken: token };
        const errors = both('fails' as const, 'succeeds' as const).map((repeatedToken) =>
          answered(after(keysIn({ readings: { repeatedToken } }), [update, given]), update, {
            ...given,
            SecretString: 'y',
          }),
        );
        return [new Set(errors), new Set(['SecretsManager.ResourceExistsException'])];
      },
    },
    {
      what: 'a secret that is not there is ResourceNotFound, one scheduled for deletion InvalidRequest',
      page: pages.update,
      look: () => {
        const doomed = addSecret(createWorld(place), secretName, 'x', now, { pendingDeletion: true });
        return [
          both(answered(createWorld(place), update, secret), answered(doomed, update, secret)),
          both('SecretsManager.ResourceNotFoundException', 'SecretsManager.InvalidRequestException'),
        ];
      },
    },
    {
      what: 'a value has 65,536 bytes at most',
      page: pages.secretLimits,
      look: () => {
        const sized = (bytes: number) => answered(worldWith(1), update, { ...secret, SecretString: 'x'.repeat(bytes) });
        return [both(sized(65_536), sized(65_537)), both('ok', 'SecretsManager.SecretsManagerException')];
      },
    },
    {
      what: 'a secret has about 100 versions; those without a label go, but none that is younger than a day',
      page: pages.secretLimits,
      look: () => {
        const filled = (apart: number) =>
          Array.from({ length: 100 }).reduce<World>(
            (world, _, index) => after(world, [update, secret, now + index * apart]),
            worldWith(1),
          );
        const next = (world: World, at: number) => answered(world, update, secret, at);
        return [
          both(next(filled(day), now + 100 * day), next(filled(1000), now + 100_000)),
          both('ok', 'SecretsManager.LimitExceededException'),
        ];
      },
    },
    {
      what: 'an ARN ends in six random characters, which a policy has to allow for',
      page: pages.secretPolicies,
      look: () => {
        const under = (end: string) =>
          answered(
            worldWith(1),
            update,
            secret,
            now,
            allow(
              'secretsmanager:UpdateSecret',
              `arn:aws:secretsmanager:eu-central-1:111122223333:secret:${secretName}${end}`,
            ),
          );
        return [both(under('-??????'), under('')), both('ok', 'SecretsManager.SecretsManagerException')];
      },
    },
  ],
  SES: [
    {
      what: 'there is no token: the same mail twice is two mails',
      page: pages.send,
      look: () => [after(mailing({}), [send, mail], [send, mail]).mails.length, 2],
    },
    {
      what: 'a sender is verified by its address or by its domain, and is rejected otherwise',
      page: pages.identities,
      look: () => {
        const from = both('rotation@example.com', 'example.com', 'example.org').map((identity) =>
          answered(mailing({ identities: [identity] }), send, mail),
        );
        return [from, ['ok', 'ok', 'Ses.MessageRejectedException']];
      },
    },
    {
      what: 'the sandbox sends to verified recipients only',
      page: pages.sandbox,
      look: () => {
        const to = (address: string) =>
          answered(mailing({ sandbox: true }), send, { ...mail, Destination: { ToAddresses: [address] } });
        return [both(to('a@example.com'), to('a@example.org')), both('ok', 'Ses.MessageRejectedException')];
      },
    },
    {
      what: 'the sandbox may want the action allowed on the identities of recipients as well, or may not (two readings)',
      page: pages.sandbox,
      look: () => {
        const sent = both('not authorised' as const, 'authorised' as const).map((sandboxRecipients) => {
          const identities = ['rotation@example.com', 'admins@example.com'];
          const policy = allow('ses:SendEmail', 'arn:aws:ses:eu-central-1:111122223333:identity/rotation@example.com');
          return answered(mailing({ identities, sandbox: true }, { sandboxRecipients }), send, mail, now, policy);
        });
        return [sent, ['ok', 'Ses.SesException']];
      },
    },
    {
      what: 'a mail has 50 recipients at most, and one at least',
      page: pages.send,
      look: () => {
        const to = (count: number) =>
          answered(mailing({}), send, {
            ...mail,
            Destination: { BccAddresses: Array.from({ length: count }, (_, index) => `a${index}@example.org`) },
          });
        return [both(to(0), to(1), to(50), to(51)), both('Ses.SesException', 'ok', 'ok', 'Ses.SesException')];
      },
    },
    {
      what: 'one malformed address rejects the whole mail',
      page: pages.send,
      look: () => {
        const Destination = { ToAddresses: ['a@example.org', 'nobody'] };
        return [answered(mailing({}), send, { ...mail, Destination }), 'Ses.SesException'];
      },
    },
    {
      what: 'a configuration set must be there, and must be allowed in addition to the identity',
      page: pages.mailActions,
      look: () => {
        const with_ = { ...mail, ConfigurationSetName: 'audit' };
        const policy = allow('ses:SendEmail', 'arn:aws:ses:eu-central-1:111122223333:identity/example.com');
        return [
          both(
            answered(mailing({}), send, with_),
            answered(mailing({ configurationSets: ['audit'] }), send, with_, now, policy),
            answered(mailing({ configurationSets: ['audit'] }), send, with_),
          ),
          both('Ses.ConfigurationSetDoesNotExistException', 'Ses.SesException', 'ok'),
        ];
      },
    },
    {
      what: 'an account may be paused',
      page: pages.send,
      look: () => [answered(mailing({ paused: true }), send, mail), 'Ses.AccountSendingPausedException'],
    },
  ],
  'Calls of a state machine': [
    {
      what: "an error has the service's prefix and always ends in Exception",
      page: pages.sdk,
      look: () => [answered(mailing({ identities: [] }), send, mail), 'Ses.MessageRejectedException'],
    },
    {
      what: "an error that the API does not declare comes under the service's base exception, or under its own name (two readings)",
      page: pages.sdk,
      look: () => {
        const denied = both('base' as const, 'own' as const).map((errorNames) =>
          answered(keysIn({ readings: { errorNames } }), list, user, now, allow('s3:GetObject', '*')),
        );
        return [denied, ['Iam.IamException', 'Iam.AccessDeniedException']];
      },
    },
    {
      what: 'parameters are in Pascal case',
      page: pages.sdk,
      look: () => [answered(worldWith(1), list, { userName }), 'Iam.IamException'],
    },
    {
      what: 'dates are ISO 8601 texts, those of access keys in whole seconds',
      page: pages.sdk,
      look: () => {
        const [world] = addAccessKey(worldWith(0), userName, { createdAt: now - 12_345 });
        return [listed(world)[0]?.CreateDate, '2026-01-05T02:59:47Z'];
      },
    },
    {
      what: 'a call without an answer is States.Timeout after TimeoutSeconds, each attempt by itself',
      page: pages.task,
      look: () => {
        const Retry = [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 5, MaxAttempts: 1 }];
        const { error, seconds } = task({ TimeoutSeconds: 20, Retry }, [never, never]);
        return [both(error, seconds), both('States.Timeout', 45)];
      },
    },
  ],
  'Retry and Catch': [
    {
      what: 'a retrier tries three times again by default: after one second, two and four',
      page: pages.errors,
      look: () => [task({ Retry: [{ ErrorEquals: [fault] }] }, Array<string>(9).fill(fault)).delays, [1, 2, 4]],
    },
    {
      what: 'MaxDelaySeconds bounds the delay',
      page: pages.errors,
      look: () => {
        const Retry = [{ ErrorEquals: [fault], IntervalSeconds: 3, MaxDelaySeconds: 5 }];
        return [task({ Retry }, Array<string>(9).fill(fault)).delays, [3, 5, 5]];
      },
    },
    {
      what: 'full jitter waits for between nothing and the delay',
      page: pages.errors,
      look: () => {
        const Retry = [{ ErrorEquals: [fault], IntervalSeconds: 9, BackoffRate: 1, JitterStrategy: 'FULL' }];
        const { delays } = task({ Retry }, Array<string>(9).fill(fault));
        return [delays.map((delay) => delay >= 0 && delay < 9), [true, true, true]];
      },
    },
    {
      what: 'attempts are counted for each retrier, whichever of its errors it meets',
      page: pages.errors,
      look: () => {
        const Retry = [{ ErrorEquals: [fault, 'Iam.IamException'], MaxAttempts: 2 }];
        return [task({ Retry }, [fault, 'Iam.IamException', fault]).calls, 3];
      },
    },
    {
      what: 'catchers come after the retriers are spent',
      page: pages.errors,
      look: () => {
        const Catch = [{ ErrorEquals: [fault], Next: 'Caught' }];
        const { status, calls } = task({ Retry: [{ ErrorEquals: [fault], MaxAttempts: 1 }], Catch }, [fault, fault]);
        return [both(status, calls), both('SUCCEEDED', 2)];
      },
    },
    {
      what: "a caught error takes the place of the state's input, unless ResultPath says where it goes",
      page: pages.errors,
      look: () => {
        const outputs = [{}, { ResultPath: '$.error' }].map(
          (fields) => task({ Catch: [{ ErrorEquals: [fault], Next: 'Caught', ...fields }] }, [fault]).output,
        );
        const error = { Error: fault, Cause: 'because' };
        return [outputs, [error, { kept: 1, error }]];
      },
    },
    {
      what: 'States.ALL takes any error but States.Runtime and States.DataLimitExceeded; States.TaskFailed takes any of these but States.Timeout',
      page: pages.errors,
      look: () => {
        const met = ['States.ALL', 'States.TaskFailed'].map((name) =>
          [fault, 'States.Timeout', 'States.Runtime', 'States.DataLimitExceeded'].map((error) => caughtBy(name, error)),
        );
        return [met, [[true, true, false, false], [true, false, false, false]]]; // prettier-ignore
      },
    },
    {
      what: 'names of errors are compared as they are written, and a name that never occurs is allowed',
      page: pages.errors,
      look: () => [both(caughtBy(fault.toLowerCase(), fault), caughtBy(fault, fault)), both(false, true)],
    },
    {
      what: 'States.ALL stands alone and last',
      page: pages.errors,
      look: () => {
        const Catch = [{ ErrorEquals: ['States.ALL', fault], Next: 'Caught' }];
        return [problemsOf(() => task({ Catch }, [])).length, 1];
      },
    },
    {
      what: 'a path to nothing is States.Runtime, and nothing catches it',
      page: pages.errors,
      look: () => {
        const Catch = [{ ErrorEquals: ['States.Runtime'], Next: 'Caught' }];
        return [task({ Parameters: { 'UserName.$': '$.nobody' }, Catch }, []).error, 'States.Runtime'];
      },
    },
  ],
  'States, data and limits': [
    {
      what: 'Wait waits for seconds or until a timestamp; one that has passed does not wait',
      page: pages.wait,
      look: () => [
        both(
          waited({ Seconds: 60 }),
          waited({ SecondsPath: '$.n' }, { n: 5 }),
          waited({ Timestamp: '2020-01-01T00:00:00Z' }),
        ),
        both(60, 5, 0),
      ],
    },
    {
      what: 'Choice compares numbers, texts and timestamps, and tests for presence',
      page: pages.choice,
      look: () => [
        both(
          chosen({ Variable: '$.n', NumericGreaterThanEquals: 2 }, { n: 2 }),
          chosen({ Variable: '$.n', StringEquals: '2' }, { n: 2 }),
          chosen({ Variable: '$.t', TimestampLessThan: '2026-01-02T00:00:00Z' }, { t: '2026-01-01T00:00:00Z' }),
          chosen({ Variable: '$.m', IsPresent: true }, { n: 2 }),
        ),
        both('yes', 'no', 'yes', 'no'),
      ],
    },
    {
      what: 'a Choice without a rule that holds, and without a Default, is States.NoChoiceMatched',
      page: pages.choice,
      look: () => {
        const Choices = [{ Variable: '$.n', IsPresent: true, Next: 'Done' }];
        const definition = definitionOf({ Choose: { Type: 'Choice', Choices }, Done: { Type: 'Succeed' } });
        return [runDefinition(definition).error, 'States.NoChoiceMatched'];
      },
    },
    {
      what: 'Fail ends an execution as FAILED, with its error and cause',
      page: pages.fail,
      look: () => {
        const { status, error, cause } = runDefinition(only({ Type: 'Fail', Error: 'E', Cause: 'C' }));
        return [both(status, error, cause), both('FAILED', 'E', 'C')];
      },
    },
    {
      what: 'ResultPath puts a result into the input, and null drops it',
      page: pages.data,
      look: () => [
        both(task({}, []).output, task({ ResultPath: null }, []).output).map((each) => Object.keys(each as object)),
        [['kept', 'listed'], ['kept']],
      ],
    },
    {
      what: 'the context object holds the execution, its start and its input',
      page: pages.context,
      look: () => [valueOf('$$.Execution.Input.n', { n: 7 }), 7],
    },
    {
      what: 'intrinsic functions work on data, and fail as States.IntrinsicFailure',
      page: pages.intrinsics,
      look: () => [
        both(
          valueOf("States.Format('{}-{}', $.a, $.n)", { a: 'x', n: 1 }),
          valueOf('States.MathAdd($.n, 2)', { n: 1 }),
          valueOf('States.StringToJson($.a)', { a: '{' }),
        ),
        both('x-1', 3, 'States.IntrinsicFailure'),
      ],
    },
    {
      what: 'a state hands on 256 KiB at most',
      page: pages.quotas,
      look: () => {
        const definition = only({ Type: 'Pass', Parameters: { 'a.$': '$', 'b.$': '$' }, End: true });
        return [runDefinition(definition, 'x'.repeat(131_072)).error, 'States.DataLimitExceeded'];
      },
    },
    {
      what: 'an execution has 25,000 events, and lasts one year, at most',
      page: pages.quotas,
      look: () => [
        both(
          runDefinition(definitionOf({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } })).error,
          runDefinition(only({ Type: 'Wait', Seconds: 99_999_999, End: true })).status,
        ),
        both('States.Runtime', 'TIMED_OUT'),
      ],
    },
  ],
  'Names of executions': [
    {
      what: 'the same name and input, while the first still runs, is answered with the first',
      page: pages.start,
      look: () => [starting(['a', { n: 1 }, 0], ['a', { n: 1 }, 59]), 1],
    },
    {
      what: 'the same name with another input, or once the first has ended, is ExecutionAlreadyExists',
      page: pages.start,
      look: () => [
        both(starting(['a', { n: 1 }, 0], ['a', { n: 2 }, 59]), starting(['a', { n: 1 }, 0], ['a', { n: 1 }, 61])),
        both('ExecutionAlreadyExists', 'ExecutionAlreadyExists'),
      ],
    },
    {
      what: 'a name may be used again 90 days after its execution has ended',
      page: pages.start,
      look: () => [
        both(starting(['a', 1, 0], ['a', 1, 89 * 86_400]), starting(['a', 1, 0], ['a', 1, 90 * 86_400 + 60])),
        both('ExecutionAlreadyExists', 2),
      ],
    },
    {
      what: 'other names are other executions, at once as well: nothing keeps a machine to one',
      page: pages.start,
      look: () => [starting(['a', 1, 0], ['b', 1, 0]), 2],
    },
    {
      what: 'a name has 1 to 80 characters, and none of those that are forbidden, such as a colon',
      page: pages.start,
      look: () => [
        both('x'.repeat(80), 'x'.repeat(81), '', '2026-01-05T03:00:00Z', 'a b').map((name) => starting([name, {}, 0])),
        [1, 'InvalidName', 'InvalidName', 'InvalidName', 'InvalidName'],
      ],
    },
  ],
};
