/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- a test reaches anywhere into untyped JSON */
import { oneOfEach, someOf } from '../../effort';
import type { Loose } from '../sample';
import { definitionOf, spokenOf } from './machine';

/** An object of the language in a definition. */
interface Place {
  /** What kind of object it is, such as `a rule of a Choice`. */
  readonly kind: string;
  /** The names that lead there. */
  readonly names: readonly (string | number)[];
  /** Whether people may write a Comment there. */
  readonly takesComment: boolean;
}

const definition = definitionOf();

function conditionsIn(rule: Loose, names: readonly (string | number)[]): Place[] {
  const inner = ['And', 'Or'].flatMap((name) =>
    (rule[name] ?? []).map((each: Loose, at: number) => [each, [...names, name, at]]),
  );
  if (rule.Not !== undefined) inner.push([rule.Not, [...names, 'Not']]);
  return inner.flatMap(([each, at]: [Loose, (string | number)[]]) => [
    {
      kind: `a condition in ${String(at.at(-2) === 'And' || at.at(-2) === 'Or' ? at.at(-2) : 'Not')}`,
      names: at,
      takesComment: false,
    },
    ...conditionsIn(each, at),
  ]);
}

const places: readonly Place[] = [
  { kind: 'the definition', names: [], takesComment: true },
  ...Object.entries<Loose>(definition.States).flatMap(([name, state]): Place[] => {
    const at = ['States', name];
    const listed = (field: string, kind: string): Place[] =>
      (state[field] ?? []).map((_: Loose, index: number) => ({
        kind,
        names: [...at, field, index],
        takesComment: true,
      }));
    return [
      { kind: `a ${String(state.Type)}`, names: at, takesComment: true },
      ...listed('Choices', 'a rule of a Choice'),
      ...(state.Choices ?? []).flatMap((rule: Loose, index: number) => conditionsIn(rule, [...at, 'Choices', index])),
      ...listed('Catch', 'a catcher'),
      ...listed('Retry', 'a retrier'),
    ];
  }),
];

/** The definition with another value at a place; undefined takes what is there away. */
function changed(names: readonly (string | number)[], value: unknown): Loose {
  const copy = JSON.parse(JSON.stringify(definition));
  const parent = names.slice(0, -1).reduce((held: Loose, name) => held[name], copy);
  const last = names.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(parent, last);
  else parent[last] = value;
  return copy;
}

const notUnderstood = expect.arrayContaining(['definition-understood undecided']) as unknown;

describe('a field that is on no list', () => {
  const fields: readonly (readonly [name: string, value: unknown])[] = [
    ['Assign', { 'k.$': '$.createAccessKey.AccessKey.SecretAccessKey' }],
    ['Assign', {}],
    ['Output', '{% $states.input %}'],
    ['Condition', '{% true %}'],
    ['Arguments', {}],
    ['Parameter', {}],
    ['comment', 'x'],
    ['NEXT', 'Rotated'],
    ['ResultWriter2', null],
    ['__proto__x', 1],
    ['', 1],
  ];
  const ofEachKind = places.filter((place, index) => places.findIndex(({ kind }) => kind === place.kind) === index);
  const cases = [
    ...ofEachKind.flatMap((place) => fields.map(([field, value]) => ({ ...place, field, value }))),
    ...places.map((place) => ({ ...place, field: 'Assign', value: { 'k.$': '$' } })),
  ];

  test.each(someOf(oneOfEach(cases, ({ kind }) => kind)))('$field in $kind ($names) is not understood', ({ names, field, value }) => {
    expect(spokenOf(changed([...names, field], value))).toEqual(notUnderstood);
  });

  const commented = places.filter(({ takesComment }) => takesComment);
  test.each(oneOfEach(commented, ({ kind }) => kind))('a Comment in $kind ($names) is', ({ names }) => {
    expect(spokenOf(changed([...names, 'Comment'], 'Assign: {}'))).toEqual([]);
  });

  test.each(oneOfEach(commented, ({ kind }) => kind))('a Comment in $kind ($names) that is not a text is not', ({ names }) => {
    expect(spokenOf(changed([...names, 'Comment'], { 'x.$': '$' }))).toEqual(notUnderstood);
  });

  test.each(oneOfEach(places.filter(({ takesComment }) => !takesComment), ({ kind }) => kind))('a Comment or a Next in $kind ($names) is not', ({ names }) => {
    expect(spokenOf(changed([...names, 'Comment'], 'x'))).toEqual(notUnderstood);
    expect(spokenOf(changed([...names, 'Next'], 'Rotated'))).toEqual(notUnderstood);
  });
}); // prettier-ignore

const rule = ['States', 'IsItRefused', 'Choices', 1];
const present = { Variable: '$.userName', IsPresent: true };

/** A value that is not one of the language, and one that is. */
const values: readonly (readonly [names: readonly (string | number)[], bad: unknown, good: unknown])[] = [
  [['Version'], '2.0', '1.0'],
  [['Version'], 1, '1.0'],
  [['TimeoutSeconds'], '60', 1_000_000],
  [['TimeoutSeconds'], 0, 2_000_000],
  [['QueryLanguage'], 'JSONata', 'JSONPath'],
  [['ProcessorConfig'], { Mode: 'INLINE' }, undefined],
  [['StartAt'], 'checkInput', 'CheckInput'],
  [['StartAt'], ['CheckInput'], 'CheckInput'],
  [['States', 'Forget', 'Next'], 'Nowhere', 'SettleAfterStoring'],
  [['States', 'Forget', 'Next'], undefined, 'SettleAfterStoring'],
  [['States', 'Forget', 'End'], true, undefined],
  [['States', 'Forget', 'End'], false, undefined],
  [['States', 'Forget', 'End'], 'true', undefined],
  [['States', 'Forget', 'Result'], { x: 1 }, undefined],
  [['States', 'Forget', 'Parameters', 'userName'], 'x', undefined],
  [['States', 'Forget', 'Parameters', 'mail'], { sent: true, 'sent.$': '$.userName' }, { sent: true }],
  [['States', 'Forget', 'Parameters', 'more.$'], 5, '$.userName'],
  [['States', 'Forget', 'Parameters', 'more.$'], 'userName', '$.userName'],
  [['States', 'Forget', 'Parameters', 'more.$'], '$userName', '$$.Execution.Name'],
  [['States', 'Forget', 'Parameters', 'more.$'], '{% $userName %}', '$.userName'],
  [['States', 'Forget', 'Parameters', 'more'], ['{% $userName %}', { 'x.$': '$k.y' }], ['{% $userName %}', { 'x.$': '$.userName' }]],
  [['States', 'Forget', 'Parameters', 'more.$'], '$states.context.Execution.Id', '$$.Execution.Id'],
  [['States', 'Forget', 'Parameters', 'more.$'], "States.Format('{}', $k)", "States.Format('{}', $.userName)"],
  [['States', 'Forget', 'Parameters', 'more.$'], '$.pauses[?(@.x == $$.Task.Token)]', '$$.State.Name'],
  [['States', 'Forget', 'Parameters', 'more.$'], '$$..Token', '$$.StateMachine.Id'],
  [['States', 'Forget', 'Parameters', 'more.$'], '$$.State..x', '$$.State.EnteredTime'],
  [['States', 'KeepTheOnlyKey', 'Parameters'], '$.userName', { spare: 'none', previous: 'none' }],
  [['States', 'BeginRotation', 'ResultPath'], "$['a','b']", '$'],
  [['States', 'BeginRotation', 'ResultPath'], '$..a', '$'],
  [['States', 'BeginRotation', 'ResultPath'], '$.a[*]', '$'],
  [['States', 'BeginRotation', 'ResultPath'], '$$.Execution', '$'],
  [['States', 'BeginRotation', 'ResultPath'], '$k', '$'],
  [['States', 'BeginRotation', 'ResultPath'], ['$.a', '$.b'], '$'],
  [['States', 'BeginRotation', 'InputPath'], '$k', '$'],
  [['States', 'BeginRotation', 'OutputPath'], 'States.UUID()', '$'],
  [['States', 'Rotated', 'Next'], 'NotStored', undefined],
  [['States', 'Rotated', 'End'], true, undefined],
  [['States', 'Rotated', 'ResultPath'], null, undefined],
  [['States', 'RotationFailed', 'InputPath'], '$', undefined],
  [['States', 'RotationFailed', 'Next'], 'Rotated', undefined],
  [['States', 'RotationFailed', 'Cause'], 'x', undefined],
  [['States', 'RotationFailed', 'Error'], 'x', undefined],
  [['States', 'RotationFailed', 'ErrorPath'], 5, '$.error'],
  [['States', 'RotationFailed', 'CausePath'], '$k', '$.cause'],
  [['States', 'SettleAfterStoring', 'Seconds'], 5, undefined],
  [['States', 'SettleAfterStoring', 'SecondsPath'], '$k', '$.pauses.confirm.seconds'],
  [['States', 'SettleAfterStoring', 'SecondsPath'], '$.pauses[*].seconds', '$.pauses.confirm.seconds'],
  [['States', 'SettleAfterStoring', 'SecondsPath'], undefined, '$.pauses.confirm.seconds'],
  [['States', 'SettleAfterStoring', 'ResultPath'], null, undefined],
  [['States', 'WaitForOtherRotations', 'Seconds'], -1, 5],
  [['States', 'WaitForOtherRotations', 'Seconds'], '5', 5],
  [['States', 'WaitForOtherRotations'], { Type: 'Wait', Timestamp: 'tomorrow', Next: 'LookAgain' }, { Type: 'Wait', Timestamp: '2026-01-31T12:00:00Z', Next: 'LookAgain' }],
  [['States', 'WaitForOtherRotations'], { Type: 'Wait', Timestamp: '2026-13-31T12:00:00Z', Next: 'LookAgain' }, { Type: 'Wait', Timestamp: '2026-01-31T12:00:00+01:00', Next: 'LookAgain' }],
  [['States', 'x'.repeat(81)], { Type: 'Succeed' }, undefined],
  [['States', 'IsItRefused', 'Choices'], [], [{ Variable: '$.error.Cause', IsPresent: true, Next: 'AskWhetherStored' }]],
  [['States', 'IsItRefused', 'Choices'], { ...present, Next: 'AskWhetherStored' }, [{ ...present, Next: 'AskWhetherStored' }]],
  [['States', 'IsItRefused', 'Next'], 'AskWhetherStored', undefined],
  [['States', 'IsItRefused', 'End'], true, undefined],
  [['States', 'IsItRefused', 'Default'], 'Nowhere', 'AskWhetherStored'],
  [rule, { And: [present], Or: [present], Next: 'AskWhetherStored' }, { And: [present], Next: 'AskWhetherStored' }],
  [rule, { And: [present], Not: present, Next: 'AskWhetherStored' }, { Not: present, Next: 'AskWhetherStored' }],
  [rule, { And: [present], ...present, Next: 'AskWhetherStored' }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { And: [present], Variable: '$.userName', Next: 'AskWhetherStored' }, { Or: [present], Next: 'AskWhetherStored' }],
  [rule, { And: [], Next: 'AskWhetherStored' }, { And: [present, present], Next: 'AskWhetherStored' }],
  [rule, { And: present, Next: 'AskWhetherStored' }, { And: [{ Not: present }], Next: 'AskWhetherStored' }],
  [rule, { Not: [present], Next: 'AskWhetherStored' }, { Not: { And: [present] }, Next: 'AskWhetherStored' }],
  [rule, { ...present, IsString: true, Next: 'AskWhetherStored' }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', Next: 'AskWhetherStored' }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { IsPresent: true, Next: 'AskWhetherStored' }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { Next: 'AskWhetherStored' }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { ...present }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { ...present, Variable: '$k', Next: 'AskWhetherStored' }, { ...present, Next: 'AskWhetherStored' }],
  [rule, { ...present, Variable: '$.a[*]', Next: 'AskWhetherStored' }, { ...present, Variable: '$.a[0]', Next: 'AskWhetherStored' }],
  [rule, { ...present, IsPresent: 'yes', Next: 'AskWhetherStored' }, { ...present, IsPresent: false, Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', StringEquals: 5, Next: 'AskWhetherStored' }, { Variable: '$.userName', StringEquals: '5', Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', NumericEquals: '5', Next: 'AskWhetherStored' }, { Variable: '$.userName', NumericEquals: 5, Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', StringEqualsPath: '$k', Next: 'AskWhetherStored' }, { Variable: '$.userName', StringEqualsPath: '$.secretName', Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', TimestampEquals: 'now', Next: 'AskWhetherStored' }, { Variable: '$.userName', TimestampEquals: '2026-01-31T12:00:00Z', Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', stringEquals: 'x', Next: 'AskWhetherStored' }, { Variable: '$.userName', StringEquals: 'x', Next: 'AskWhetherStored' }],
  [rule, { Variable: '$.userName', StringMatchesPath: '$.secretName', Next: 'AskWhetherStored' }, { Variable: '$.userName', StringMatches: 'x*', Next: 'AskWhetherStored' }],
  [['States', 'LookAgain', 'TimeoutSeconds'], '20', 21],
  [['States', 'LookAgain', 'TimeoutSecondsPath'], '$.gracePeriodSeconds', undefined],
  [['States', 'LookAgain', 'HeartbeatSeconds'], 0, 5],
  [['States', 'LookAgain', 'ResultSelector'], ['$.AccessKeyMetadata'], undefined],
  [['States', 'LookAgain', 'ResultSelector'], { 'x.$': '$k' }, { 'AccessKeyMetadata.$': '$.AccessKeyMetadata' }],
  [['States', 'LookAgain', 'Retry', 0, 'MaxAttempts'], -1, 0],
  [['States', 'LookAgain', 'Retry', 1, 'MaxAttempts'], '3', 4],
  [['States', 'LookAgain', 'Retry', 1, 'IntervalSeconds'], 0, 3],
  [['States', 'LookAgain', 'Retry', 1, 'BackoffRate'], 0.5, 1.5],
  [['States', 'LookAgain', 'Retry', 1, 'MaxDelaySeconds'], 0, 20],
  [['States', 'LookAgain', 'Retry', 1, 'JitterStrategy'], 'full', 'NONE'],
  [['States', 'LookAgain', 'Retry', 1, 'ResultPath'], '$.x', undefined],
  [['States', 'LookAgain', 'Catch', 1, 'ResultPath'], "$['a','b']", null],
  [['States', 'LookAgain', 'Catch', 1, 'Next'], 'Nowhere', 'KeysNotListed'],
  [['States', 'LookAgain', 'Catch', 1, 'MaxAttempts'], 1, undefined],
]; // prettier-ignore

test.each(someOf(oneOfEach(values, ([names]) => String(names[2] ?? names[0]))))(
  '%j: %j is not understood',
  (names, bad, good) => {
    expect(spokenOf(changed(names, bad))).toEqual(notUnderstood);
    expect(spokenOf(changed(names, good))).toEqual([]);
  },
);
