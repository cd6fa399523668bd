import { definitionOf, judgeDefinition, spokenOf, variants } from './machine';
import type { Loose } from '../sample';

const messages = (definition: Loose): string[] =>
  judgeDefinition(definition).findings.flatMap(({ rule, message }) => (rule === 'new-key-stored' ? [message] : []));

const deleting = variants.filter(
  ({ name, options }) => name.endsWith('settle 15') && 'DeletePreviousKey' in definitionOf(options).States,
);

/** The id of the new key, copied before the deletion in another way. */
const copies: readonly { readonly what: string; readonly id: string; readonly pass?: Loose }[] = [
  { what: 'its path', id: '$.newKeyId' },
  { what: 'a text with it', id: "States.Format('{}', $.newKeyId)" },
  { what: 'a copy', id: '$.copy.id', pass: { Parameters: { 'id.$': '$.newKeyId' }, ResultPath: '$.copy' } },
];

test('some settings delete a key after the new one is stored', () => {
  expect(deleting.length).toBeGreaterThan(0);
});

describe.each(deleting)('$name', ({ options }) => {
  test('is not found as it is', () => {
    expect(messages(definitionOf(options))).toEqual([]);
  });

  test.each(copies)('deletes the stored key by $what', ({ id, pass }) => {
    const definition = definitionOf(options);
    const states = definition.States;
    states.DeletePreviousKey.Parameters['AccessKeyId.$'] = id;
    if (pass !== undefined) {
      states.Copy = { Type: 'Pass', ...pass, Next: 'DeletePreviousKey' };
      for (const rule of states.IsNewKeyActive.Choices) if (rule.Next === 'DeletePreviousKey') rule.Next = 'Copy';
      if (states.IsNewKeyActive.Default === 'DeletePreviousKey') states.IsNewKeyActive.Default = 'Copy';
    }
    expect(messages(definition)).toEqual([
      'state "DeletePreviousKey" deletes the new access key after UpdateSecret stored it',
    ]);
  });
});

test('one state that deletes the new key before and after it is stored', () => {
  const definition = definitionOf();
  definition.States.Forget.Next = 'TakeUnstoredKeyBack';
  definition.States.Forget.Parameters['createAccessKey.$'] = '$.createAccessKey';
  expect(messages(definition)).toEqual([
    'state "TakeUnstoredKeyBack" deletes the new access key after UpdateSecret stored it',
  ]);
});

test('an execution that succeeds without a state that stores the key', () => {
  const definition = definitionOf();
  definition.States.CreateAccessKey.Next = 'Rotated';
  expect(messages(definition)).toEqual([
    'state "Rotated" ends an execution that created a key, and no state that calls UpdateSecret comes before',
  ]);
});

test('an execution that fails after it created a key reports that itself', () => {
  const definition = definitionOf();
  definition.States.CreateAccessKey.Next = 'Collision';
  expect(messages(definition)).toEqual([]);
});

test('the order inside a Parallel is not known, and is not a failure', () => {
  const definition = definitionOf();
  const { UpdateSecret: update, ...others } = definition.States;
  const branch = {
    StartAt: 'UpdateSecret',
    States: { UpdateSecret: { ...update, Next: undefined, Catch: undefined, End: true } },
  };
  definition.States = {
    ...others,
    UpdateSecret: undefined,
    Both: { Type: 'Parallel', Branches: [branch], Next: 'Forget' },
  };
  const text = JSON.stringify(definition).replaceAll('"Next":"UpdateSecret"', '"Next":"Both"');
  expect(spokenOf(JSON.parse(text))).not.toContain('new-key-stored fail');
});
