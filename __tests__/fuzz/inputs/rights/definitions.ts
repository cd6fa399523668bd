import fc from '../../../fast-check';
import { stretch } from '../../../checks/definition/machine';
import type { Loose } from '../../../checks/sample';
import { editDocument, type Edit } from '../subject';

const edit = (says: string, change: (definition: Loose) => boolean): Edit => ({
  says: `definition: ${says}`,
  apply: (subject) => editDocument(subject, 'definition', (definition) => isRotation(definition) && change(definition)),
});

/** Cases of the corpus may have definitions of their own. */
const isRotation = ({ States: states }: Loose): boolean =>
  ['CreateAccessKey', 'UpdateSecret', 'SendEmail', 'Forget'].every((name) => states?.[name] !== undefined) &&
  states.CreateAccessKey.Next !== undefined &&
  Object.values<Loose>(states).every((state) => [state?.Choices ?? [], state?.Catch ?? []].every(isListOfObjects));

const isListOfObjects = (value: unknown): boolean =>
  Array.isArray(value) && value.every((one) => typeof one === 'object' && one !== null);

const index = fc.nat(99);
const secret = '$.createAccessKey.AccessKey.SecretAccessKey';
const secretPaths = fc.constantFrom(
  ...[secret, '$.createAccessKey', '$.createAccessKey.AccessKey', "$['createAccessKey'].AccessKey.SecretAccessKey", '$.createAccessKey.AccessKey[*]', '$', '$..SecretAccessKey'],
); // prettier-ignore
const secretExpressions = fc.oneof(
  secretPaths,
  secretPaths.map((path) => `States.JsonToString(${path})`),
  fc.constantFrom(`States.Format('{}', ${secret})`, `States.Base64Encode(${secret})`, `States.Hash(${secret}, 'MD5')`, `States.ArrayGetItem(States.Array(${secret}), 0)`, `States.StringSplit(${secret}, '/')`),
); // prettier-ignore

let made = 0;
/** Puts a state before another one. */
function putBefore({ States: states }: Loose, name: string, state: Loose): void {
  const own = `Put${made++}`;
  for (const other of Object.values<Loose>(states)) {
    for (const one of [other, ...(other.Choices ?? []), ...(other.Catch ?? [])]) if (one.Next === name) one.Next = own;
    if (other.Default === name) other.Default = own;
  }
  states[own] = state.Type === 'Choice' ? state : { ...state, Next: name };
}

/** A state in which the data hold the secret, picked by a number: the one after CreateAccessKey always is. */
const within = (definition: Loose, at: number): string => {
  const all = stretch(definition);
  return all[at % all.length] ?? 'Forget';
};
const anywhere = ({ States: states }: Loose, at: number): string => {
  const all = Object.keys(states as object);
  return all[at % all.length] ?? 'Forget';
};

const calls = fc.constantFrom(
  ...['aws-sdk:iam:attachUserPolicy', 'aws-sdk:iam:updateAccessKey', 'lambda:invoke', 'http:invoke', 'aws-sdk:secretsmanager:getSecretValue', 'sns:publish', 'sqs:sendMessage', 'states:startExecution', 'aws-sdk:iam:createAccesKey'],
  ...['aws-sdk:iam:createAccessKey.waitForTaskToken', 'aws-sdk:sesv2:sendBulkEmail', 'events:putEvents', 'aws-sdk:sts:assumeRole'],
); // prettier-ignore

const tasks: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(index, calls).map(([at, call]) =>
    edit(`a Task of ${call} before state ${at}`, (definition) => {
      putBefore(definition, anywhere(definition, at), { Type: 'Task', Resource: `arn:aws:states:::${call}`, Parameters: {}, ResultPath: null });
      return true;
    }),
  ),
  fc.constantFrom<[string, string, Loose]>(
    ['UpdateSecret', 'KmsKeyId', 'alias/x'], ['UpdateSecret', 'Type', 'x'], ['UpdateSecret', 'Description', 'x'], ['UpdateSecret', 'Description.$', secret],
    ['UpdateSecret', 'SecretBinary.$', secret], ['SendEmail', 'BccAddresses', ['x@example.org']], ['SendEmail', 'FeedbackForwardingEmailAddress', 'x@example.org'],
    ['CreateAccessKey', 'UserName', 'administrator'], ['ListAccessKeys', 'PathPrefix', '/'],
  ).map(([state, name, value]) =>
    edit(`parameter ${name} of ${state}`, ({ States: states }) => {
      if (states[state]?.Parameters === undefined) return false;
      states[state].Parameters[name] = value;
      return true;
    }),
  ),
  index.map((at) =>
    edit(`Credentials of Task ${at}`, ({ States: states }) => {
      const all = Object.values<Loose>(states).filter(({ Type }) => Type === 'Task');
      const one = all[at % all.length];
      if (one === undefined) return false;
      one.Credentials = { RoleArn: 'arn:aws:iam::999999999999:role/x' };
      return true;
    }),
  ),
  fc.constantFrom<Loose>([{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }], [{ ErrorEquals: ['States.Timeout'] }], [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 1 }]).map((Retry) =>
    edit('CreateAccessKey retries', ({ States: states }) => {
      states.CreateAccessKey.Retry = Retry;
      return true;
    }),
  ),
  fc.constant(
    edit('pairs are not checked', ({ States: states }) => {
      if (states.CheckInput?.Default === undefined || states.CheckGracePeriod === undefined) return false;
      states.CheckInput.Default = 'CheckGracePeriod';
      return true;
    }),
  ),
); // prettier-ignore

const badPaths = fc.constantFrom('$.notThere', '$.createAccessKey.AccessKey.NotThere', '$.known.notThere', '$.createAccessKey.AccessKey[3]', "States.ArrayGetItem(States.Array('a'), 5)", `States.MathAdd(${secret}, 1)`, `States.StringToJson(${secret})`); // prettier-ignore

const sinks: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(index, badPaths).map(([at, path]) =>
    edit(`a path ${path} before state ${at} of those that hold the secret`, (definition) => {
      putBefore(definition, within(definition, at), { Type: 'Pass', Parameters: { 'x.$': path }, ResultPath: '$.extra' });
      return true;
    }),
  ),
  fc.tuple(index, fc.constantFrom('SecondsPath', 'TimestampPath')).map(([at, field]) =>
    edit(`a Wait with ${field} before state ${at} of those that hold the secret`, (definition) => {
      putBefore(definition, within(definition, at), { Type: 'Wait', [field]: secret });
      return true;
    }),
  ),
  fc.constantFrom('TimeoutSecondsPath', 'HeartbeatSecondsPath').map((field) =>
    edit(`${field} of the secret`, ({ States: states }) => {
      delete states.UpdateSecret.TimeoutSeconds;
      states.UpdateSecret[field] = secret;
      return true;
    }),
  ),
  fc.tuple(index, fc.constantFrom('Assign', 'Output', 'Arguments', 'ItemSelector', 'Extra'), secretExpressions).map(([at, field, value]) =>
    edit(`${field} of ${value} in state ${at} of those that hold the secret`, (definition) => {
      definition.States[within(definition, at)][field] = { 'k.$': value };
      return true;
    }),
  ),
  fc.tuple(index, secretExpressions).map(([at, value]) =>
    edit(`a rule with Assign of ${value} before state ${at} of those that hold the secret`, (definition) => {
      const next = within(definition, at);
      putBefore(definition, next, { Type: 'Choice', Choices: [{ Variable: '$.userName', IsString: true, Assign: { 'k.$': value }, Next: next }], Default: next });
      return true;
    }),
  ),
  fc.tuple(index, fc.constantFrom<Loose>({ Assign: { 'k.$': secret } }, { Output: 'x' }, { Extra: 1 }), fc.constantFrom('Catch', 'Retry')).map(([at, more, field]) =>
    edit(`${JSON.stringify(more)} in a ${field} of Task ${at}`, ({ States: states }) => {
      const all = Object.values<Loose>(states).filter((one) => one[field]?.length > 0);
      const one = all[at % all.length];
      if (one === undefined) return false;
      Object.assign(one[field][0] as object, more);
      return true;
    }),
  ),
  secretExpressions.map((value) =>
    edit(`the mail says ${value}`, ({ States: states }) => {
      states.Forget.Parameters = { ...states.Forget.Parameters, 'key.$': value };
      states.SendEmail.Parameters = { ...states.SendEmail.Parameters, 'x.$': '$.key' };
      return true;
    }),
  ),
  fc.tuple(index, secretExpressions).map(([at, CausePath]) =>
    edit(`the cause ${CausePath} before state ${at} of those that hold the secret`, (definition) => {
      const next = within(definition, at);
      const fail = `Fail${made++}`;
      putBefore(definition, next, { Type: 'Choice', Choices: [{ Variable: '$.userName', IsString: true, Next: fail }], Default: next });
      definition.States[fail] = { Type: 'Fail', Error: 'x', CausePath };
      return true;
    }),
  ),
  index.map((at) =>
    edit(`the same member twice before state ${at} of those that hold the secret`, (definition) => {
      putBefore(definition, within(definition, at), { Type: 'Pass', Parameters: { x: 'y', 'x.$': '$.userName' }, ResultPath: '$.extra' });
      return true;
    }),
  ),
  fc.tuple(index, fc.constantFrom('Or', 'Not', 'Variable')).map(([at, other]) =>
    edit(`a rule with And next to ${other} before state ${at}`, (definition) => {
      const next = anywhere(definition, at);
      const test = { Variable: '$.userName', IsString: true };
      const more: Loose = { Or: [test], Not: test, Variable: '$.userName' }[other];
      putBefore(definition, next, { Type: 'Choice', Choices: [{ And: [test], [other]: more, Next: next }], Default: next });
      return definition.StartAt !== next;
    }),
  ),
); // prettier-ignore

export const definitionRights: fc.Arbitrary<Edit> = fc.oneof(tasks, sinks);
