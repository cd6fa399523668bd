import { definitionOf, spokenOf } from './machine';
import type { Loose } from '../sample';

const states = ['UpdateSecret', 'AskWhetherStored'];
const tokens = ([first, second]: readonly [string, string]) => ({
  UpdateSecret: { 'ClientRequestToken.$': first },
  AskWhetherStored: { 'ClientRequestToken.$': second },
});

/** Sets parameters of calls that store the secret. */
function set(all: Loose, given: Readonly<Record<string, object>>): void {
  for (const [name, parameters] of Object.entries(given)) Object.assign(all[name].Parameters, parameters);
}

/** A second state that creates a key, without a way back. */
function createAgain(all: Loose): void {
  const errors = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'CreateAnswerLost' }];
  all.Again = { ...all.CreateAccessKey, Catch: errors };
}

/** A Pass before the second call that stores the secret. */
function before(all: Loose, pass: object): void {
  all.Before = { Type: 'Pass', ...pass, Next: 'AskWhetherStored' };
  all.IsItRefused.Default = 'Before';
  const rules: Loose[] = all.UpdateSecret.Catch;
  for (const rule of rules) if (rule.Next === 'AskWhetherStored') rule.Next = 'Before';
}

const time = { 'time.$': '$$.State.EnteredTime' };
const wrong = { Type: 'Pass', Result: { SecretAccessKey: 'none' }, ResultPath: '$.wrong', Next: 'FixToken' };

/** Puts a Pass in front of the one that makes the token. */
function insert(all: Loose, pass: object): void {
  all.Inserted = pass;
  for (const rule of all.IsNobodyElseAtWork.Choices) if (rule.Next === 'FixToken') rule.Next = 'Inserted';
}

test.each<[string, string[], (all: Loose) => void]>([
  [
    'creates a key after it created one, in another state',
    ['created-once fail'],
    (all) => {
      createAgain(all);
      all.CreateAccessKey.Next = 'Again';
    },
  ],
  [
    'creates a key after a lost answer, in another state',
    ['created-once fail'],
    (all) => {
      createAgain(all);
      all.CreateAccessKey.Catch[3].Next = 'Again';
    },
  ],
  [
    'creates a key in another state after throttling, and lists the keys before',
    [],
    (all) => {
      createAgain(all);
      all.PauseBeforeCreatingAgain.Next = 'Again';
    },
  ],
  [
    'sends a second token made before the first call',
    [],
    (all) => {
      all.FixToken.Parameters['other.$'] = 'States.UUID()';
      set(all, tokens(['$.store.token', '$.store.other']));
    },
  ],
  [
    'sends the name of the execution first, and then a token',
    [],
    (all) => set(all, tokens(['$$.Execution.Name', '$.store.token'])),
  ],
  [
    'makes a second token at the place of the first',
    ['fixed-token fail'],
    (all) => before(all, { Parameters: { 'token.$': 'States.UUID()' }, ResultPath: '$.store' }),
  ],
  [
    'makes a second token at another place',
    ['fixed-token fail'],
    (all) => {
      before(all, { Parameters: { 'token.$': 'States.UUID()' }, ResultPath: '$.again' });
      set(all, tokens(['$.store.token', '$.again.token']));
    },
  ],
  [
    'writes into the value that the token is made from',
    ['fixed-token fail'],
    (all) => {
      before(all, { Parameters: time, ResultPath: '$.store.when' });
      set(all, tokens(['States.JsonToString($.store)', 'States.JsonToString($.store)']));
    },
  ],
  [
    'writes an error into the value that the token is made from',
    ['fixed-token fail'],
    (all) => {
      for (const rule of all.UpdateSecret.Catch) rule.ResultPath = '$.store.error';
      set(all, tokens(['States.JsonToString($.store)', 'States.JsonToString($.store)']));
    },
  ],
  ['passes its data on between the calls', [], (all) => before(all, {})],
  [
    'copies the token to its own place between the calls',
    [],
    (all) => {
      const copied = { 'createAccessKey.$': '$.createAccessKey', store: { 'token.$': '$.store.token' } };
      before(all, { Parameters: { ...copied, 'userName.$': '$.userName', 'secretName.$': '$.secretName' } });
    },
  ],
  ['writes one token in two ways', [], (all) => set(all, tokens(["$['store'].token", '$.store.token']))],
  ['sends the name of the execution twice', [], (all) => set(all, tokens(['$$.Execution.Name', '$$.Execution.Name']))],
  [
    'catches an error behind an InputPath, where the names were not checked',
    ['bound-pairs fail'],
    (all) => {
      const mail = { Source: 'a@example.com', Destination: { ToAddresses: ['b@example.com'] } };
      const Message = { Subject: { Data: 'x' }, Body: { Text: { Data: 'x' } } };
      const Catch = [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'ListAccessKeys' }];
      all.Tell = { ...all.SendFailureEmail, InputPath: '$.named', Parameters: { ...mail, Message }, Catch };
      all.BeginRotation.Next = 'Tell';
    },
  ],
  [
    'merges other members over the new key',
    ['new-key-stored fail'],
    (all) => {
      insert(all, wrong);
      const merged = 'States.JsonToString(States.JsonMerge($.createAccessKey.AccessKey, $.wrong, false))';
      for (const name of states) set(all, { [name]: { 'SecretString.$': merged } });
    },
  ],
  [
    'merges other members than those of the key over the new key',
    [],
    (all) => {
      insert(all, { ...wrong, Result: { region: 'eu-central-1' } });
      const merged = 'States.JsonToString(States.JsonMerge($.createAccessKey.AccessKey, $.wrong, false))';
      for (const name of states) set(all, { [name]: { 'SecretString.$': merged } });
    },
  ],
  [
    'merges over the new key what was merged with a wrong one',
    ['new-key-stored fail'],
    (all) => {
      insert(all, { ...wrong, Next: 'Other' });
      all.Other = { Type: 'Pass', Result: { region: 'eu-central-1' }, ResultPath: '$.other', Next: 'Both' };
      const both = { 'both.$': 'States.JsonMerge($.other, $.wrong, false)' };
      all.Both = { Type: 'Pass', Parameters: both, ResultPath: '$.made', Next: 'FixToken' };
      const merged = 'States.JsonToString(States.JsonMerge($.createAccessKey.AccessKey, $.made.both, false))';
      for (const name of states) set(all, { [name]: { 'SecretString.$': merged } });
    },
  ],
  [
    'writes a member of the key into what it merges over the new key',
    ['new-key-stored fail'],
    (all) => {
      insert(all, { ...wrong, Result: { region: 'eu-central-1' }, Next: 'Member' });
      all.Member = { Type: 'Pass', Result: 'none', ResultPath: '$.wrong.SecretAccessKey', Next: 'FixToken' };
      const merged = 'States.JsonToString(States.JsonMerge($.createAccessKey.AccessKey, $.wrong, false))';
      for (const name of states) set(all, { [name]: { 'SecretString.$': merged } });
    },
  ],
  [
    'merges the new key over other members',
    [],
    (all) => {
      insert(all, wrong);
      const merged = 'States.JsonToString(States.JsonMerge($.wrong, $.createAccessKey.AccessKey, false))';
      for (const name of states) set(all, { [name]: { 'SecretString.$': merged } });
    },
  ],
])('a definition that %s: %p', (_, expected, edit) => {
  const definition = definitionOf();
  edit(definition.States);
  const spoken = spokenOf(definition).filter((one) => !one.startsWith('secret-flow '));
  expect(spoken).toEqual(expected);
});
