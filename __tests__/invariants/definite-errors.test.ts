import type { CallMoment, Fault, World } from '../../src/simulator';
import { buildWorkflow } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { tell } from './stories';
import { beginnings, worldOf } from './worlds';

const strategy = 'overlap';
const subject = { strategy, definition: buildWorkflow(workflowOptions({ strategy })) } as const;
const beginning = (name: string) => {
  const found = beginnings.find((each) => each.name === name);
  if (found === undefined) throw new Error(`there is no beginning ${name}`);
  return worldOf(found);
};
const usual = beginning('one key, in the secret');
const withSpare = beginning('an inactive key and a newer one in the secret');

const two = beginning('two inactive keys');

const answer = (error: string, cause = 'because'): Fault => ({ kind: 'fail-before', error, cause });
const denied = answer('Iam.IamException', 'User: x is not authorized to perform: y because no policy allows it');
const quota = { error: 'Iam.LimitExceededException', cause: 'because' };
const throttling = { error: 'Iam.IamException', cause: 'Rate exceeded (Service: Iam, Status Code: 400)' };
const throttled: Fault = { kind: 'fail-before', ...throttling };
const down = answer('Iam.ServiceFailureException');

/** The same machine, in which one list shows one key at a time. */
function paged(state: string) {
  const found = subject.definition.States[state];
  if (found?.Type !== 'Task') throw new Error(`there is no Task ${state}`);
  const Parameters = { ...found.Parameters, MaxItems: 1 };
  const States = { ...subject.definition.States, [state]: { ...found, Parameters } };
  return { strategy, definition: { ...subject.definition, States } } as const;
}

/** How a rotation ends if the calls of some states fail so: `times` times each, or always. */
function ending(
  faults: Readonly<Record<string, Fault>>,
  {
    times = Infinity,
    before = usual,
    machine = subject,
  }: { times?: number; before?: World; machine?: typeof subject } = {},
) {
  const met = new Map<string, number>();
  const at = ({ state }: CallMoment) => {
    const fault = faults[state];
    const count = met.get(state) ?? 0;
    met.set(state, count + 1);
    return fault !== undefined && count < times ? fault : undefined;
  };
  const { ended, trace, after } = tell(machine, { before, faults: at });
  const [{ status, error, cause = '' } = { status: 'RUNNING', error: undefined }] = ended;
  const calls = trace.flatMap((entry) => (entry.kind === 'called' ? [entry.state] : []));
  const keys = after.users.flatMap((user) => user.keys.filter(({ deletedAt }) => deletedAt === undefined));
  return { error: error ?? status, cause, calls, keys: keys.length };
}

describe('a definite error of the first UpdateSecret takes the new key back, and the cause says which', () => {
  it.each([
    ['ResourceNotFound', /because it does not exist/],
    ['InvalidRequest', /because it is scheduled for deletion/],
    ['InvalidParameter', /does not accept a parameter/],
    ['EncryptionFailure', /because its KMS key is disabled/],
    ['LimitExceeded', /quota of Secrets Manager/],
    ['MalformedPolicyDocument', /policy document is malformed/],
    ['PreconditionNotMet', /a precondition is not met/],
  ])('%s', (name, reason) => {
    const { error, cause, keys, calls } = ending({ UpdateSecret: answer(`SecretsManager.${name}Exception`) });
    expect({ error, keys, asked: calls.includes('AskWhetherStored') }).toEqual({
      error: 'NotStored',
      keys: 1,
      asked: false,
    });
    expect(cause).toMatch(reason);
  });

  it('also where the role is not allowed to write the secret', () => {
    const refusal = answer('SecretsManager.SecretsManagerException', 'User: x is not authorized to perform: y');
    expect(ending({ UpdateSecret: refusal })).toMatchObject({
      error: 'NotStored',
      cause: expect.stringContaining('because the role is not allowed to write it') as string,
      keys: 1,
    });
  });
});

describe('an error that leaves it open has the run ask', () => {
  it.each(['DecryptionFailure', 'InternalServiceError'])('%s', (name) => {
    const fault = answer(`SecretsManager.${name}Exception`);
    expect(ending({ UpdateSecret: fault }).error).toBe('SUCCEEDED');
    expect(ending({ UpdateSecret: fault, AskWhetherStored: fault })).toMatchObject({
      error: 'NotKnownWhetherStored',
      keys: 2,
    });
  });

  it.each(['SecretsManager.SecretsManagerException', 'SecretsManager.AccessDeniedException'])(
    'a refusal by KMS as %s, and the cause names the key',
    (name) => {
      const fault = answer(name, 'Access to KMS is not allowed');
      expect(ending({ UpdateSecret: fault }).error).toBe('SUCCEEDED');
      const { error, cause, keys } = ending({ UpdateSecret: fault, AskWhetherStored: fault });
      expect({ error, keys }).toEqual({ error: 'NotKnownWhetherStored', keys: 2 });
      expect(cause).toMatch(/cannot use the KMS key of secret \S+: it needs kms:GenerateDataKey and kms:Decrypt/);
    },
  );

  it('every error of a later attempt', () => {
    const lost = answer('SecretsManager.SdkClientException');
    const disabled = answer('SecretsManager.EncryptionFailureException');
    expect(ending({ UpdateSecret: lost, AskWhetherStored: disabled })).toMatchObject({
      error: 'NotKnownWhetherStored',
      keys: 2,
    });
  });
});

describe('CreateAccessKey', () => {
  it.each(['Iam.IamException', 'Iam.AccessDeniedException'])('that is not allowed (%s) makes nothing', (name) => {
    const { error, cause, keys, calls } = ending({ CreateAccessKey: { ...denied, error: name } as Fault });
    expect({ error, keys, last: calls.slice(-2) }).toEqual({
      error: 'CreateNotAllowed',
      keys: 1,
      last: ['CreateAccessKey', 'SendFailureEmail'],
    });
    expect(cause).toMatch(/not allowed to create an access key.*No key was made/);
  });

  it('that is throttled is made again, after a look', () => {
    const { error, calls } = ending({ CreateAccessKey: throttled }, { times: 2 });
    const look = ['CreateAccessKey', 'LookAfterThrottling'];
    expect({ error, calls: calls.slice(2, 7) }).toEqual({
      error: 'SUCCEEDED',
      calls: [...look, ...look, 'CreateAccessKey'],
    });
  });

  it('that is throttled for ever ends as that', () => {
    const { error, calls, keys } = ending({ CreateAccessKey: throttled });
    expect({ error, keys, attempts: calls.filter((state) => state === 'CreateAccessKey').length }).toEqual({
      error: 'CreateThrottled',
      keys: 1,
      attempts: 3,
    });
  });

  it('that is throttled and whose list cannot be read is a lost answer', () => {
    expect(ending({ CreateAccessKey: throttled, LookAfterThrottling: down }).error).toBe('CreateAnswerLost');
  });
});

describe('not allowed and not available are different causes', () => {
  it.each([
    ['ListAccessKeys', 'KeysNotListed', 'not allowed to list'],
    ['LookAgain', 'KeysNotListed', 'not allowed to list'],
    ['DeleteAccessKey', 'SpareKeyStays', 'not allowed to delete'],
    ['ConfirmNewKey', 'NewKeyNotConfirmed', 'not allowed to list'],
    ['LookBeforeDeleting', 'PreviousKeyStays', 'not allowed to list'],
    ['DeletePreviousKey', 'PreviousKeyStays', 'not allowed to delete'],
  ])('%s: %s', (state, error, words) => {
    const refused = ending({ [state]: denied }, { before: withSpare });
    const failed = ending({ [state]: down }, { before: withSpare });
    expect([refused.error, failed.error]).toEqual([error, error]);
    expect([refused.cause.includes(words), failed.cause.includes(words)]).toEqual([true, false]);
  });

  it.each([
    ['DeleteLostKey', 'LostKeyStays', { CreateAccessKey: { kind: 'timeout', takesEffect: true } }],
    ['TakeUnstoredKeyBack', 'NewKeyStays', { UpdateSecret: answer('SecretsManager.ResourceNotFoundException') }],
    ['TakeKeyBackUnlooked', 'NewKeyStays', { LookForOthers: down }],
  ] as const)('%s: %s', (state, error, first) => {
    const refused = ending({ ...first, [state]: denied });
    const failed = ending({ ...first, [state]: down });
    expect([refused.error, failed.error]).toEqual([error, error]);
    expect(
      [/not allowed to delete/, /not allowed to delete/].map((words, index) =>
        words.test([refused, failed][index]?.cause ?? ''),
      ),
    ).toEqual([true, false]);
  });
});

describe('a list that is truncated decides nothing', () => {
  it.each([
    ['ListAccessKeys', 'ListNotUnderstood', {}],
    ['LookAgain', 'ListNotUnderstood', {}],
    ['LookForOthers', 'AnotherRotationAtWork', {}],
    ['ConfirmNewKey', 'NewKeyNotConfirmed', {}],
    ['LookBeforeDeleting', 'PreviousKeyStays', {}],
    ['LookForLostKey', 'CreateAnswerLost', { CreateAccessKey: { kind: 'timeout', takesEffect: true } }],
    ['LookAfterThrottling', 'CreateAnswerLost', { CreateAccessKey: { ...throttling, kind: 'lose-answer' } }],
    ['LookForQuota', 'CreateAnswerLost', { CreateAccessKey: { ...quota, kind: 'lose-answer' } }],
  ] as const)('%s: %s', (state, error, faults) => {
    const before = ['ListAccessKeys', 'LookAgain'].includes(state) ? two : usual;
    expect(ending(faults, { before, machine: paged(state) }).error).toBe(error);
  });
});
