import { strategies, type Strategy } from '../../../src/workflow';
import { runsAll } from '../../effort';
import fc from '../../fast-check';
import type { Loose } from '../sample';
import { leakOf, machineOf } from './executions';
import { definitionOf, judgeDefinition, stretch } from './machine';

const secret = '$.createAccessKey.AccessKey.SecretAccessKey';

const paths = [
  '$',
  '$.userName',
  '$.secretName',
  '$.gracePeriodSeconds',
  '$.createAccessKey',
  '$.createAccessKey.AccessKey',
  '$.createAccessKey.AccessKey.AccessKeyId',
  '$.createAccessKey.CreateDate',
  secret,
  '$.look.AccessKeyMetadata',
  '$.look.AccessKeyMetadata[0]',
  '$.look.AccessKeyMetadata[0].AccessKeyId',
  '$.look.AccessKeyMetadata[1].CreateDate',
  '$.look.IsTruncated',
  '$.lookAgain.AccessKeyMetadata[0].Status',
  '$.listAccessKey.AccessKeyMetadata[*].AccessKeyId',
  '$.known',
  '$.known.spare',
  '$.known.previous',
  '$.pauses.others.seconds',
  '$.pauses.quota.seconds',
  '$.store.token',
  '$.store.value',
  '$.extra',
  '$.extra.x',
  '$.error.Cause',
  '$.error.Error',
  '$.newKeyId',
  '$.mail.sent',
  '$$.Execution.Input.gracePeriodSeconds',
  '$$.State.EnteredTime',
];

const path = fc.constantFrom(...paths);
const call = fc.oneof(
  fc.tuple(path, path).map(([one, other]) => `States.Format('{}{}', ${one}, ${other})`),
  fc.tuple(path, path).map(([one, other]) => `States.JsonMerge(${one}, ${other}, false)`),
  fc.tuple(path, path).map(([one, other]) => `States.MathAdd(${one}, ${other})`),
  fc.tuple(path, fc.integer({ min: 0, max: 2 })).map(([one, index]) => `States.ArrayGetItem(${one}, ${index})`),
  fc
    .tuple(
      fc.constantFrom(
        'ArrayLength',
        'ArrayUnique',
        'Array',
        'JsonToString',
        'StringToJson',
        'Base64Encode',
        'Base64Decode',
      ),
      path,
    )
    .map(([name, one]) => `States.${name}(${one})`),
  path.map((one) => `States.Hash(${one}, 'SHA-1')`),
  path.map((one) => `States.StringSplit(${one}, '/')`),
);
const expression = fc.oneof({ weight: 3, arbitrary: path }, { weight: 1, arbitrary: call });
const place = fc.constantFrom(
  '$',
  '$.extra',
  '$.extra.x',
  '$.known',
  '$.look',
  '$.createAccessKey',
  '$.userName.x',
  '$.pauses',
  null,
);

const comparison = fc.oneof(
  fc.tuple(path, fc.boolean()).map(([Variable, IsPresent]) => ({ Variable, IsPresent })),
  fc.tuple(path, fc.constantFrom('IsString', 'IsNumeric', 'IsTimestamp', 'IsNull'), fc.boolean()).map(([Variable, test, is]) => ({ Variable, [test]: is })),
  fc.tuple(path, fc.constantFrom('StringEquals', 'StringMatches')).map(([Variable, test]) => ({ Variable, [test]: 'not here' })),
  fc.tuple(path, fc.constantFrom('NumericLessThan', 'NumericGreaterThanEquals', 'NumericEquals'), fc.integer({ min: -1, max: 100 })).map(([Variable, test, than]) => ({ Variable, [test]: than })),
  fc.tuple(path, fc.constantFrom('StringEqualsPath', 'NumericEqualsPath', 'TimestampLessThanPath'), path).map(([Variable, test, other]) => ({ Variable, [test]: other })),
); // prettier-ignore
const condition = fc.letrec<{ any: Loose }>((tie) => ({
  any: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    comparison,
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((And) => ({ And })),
    fc.array(tie('any'), { minLength: 1, maxLength: 3 }).map((Or) => ({ Or })),
    tie('any').map((Not) => ({ Not })),
  ),
})).any;

/** What is done to a definition: `at` picks a state, and another one. */
type Change = (definition: Loose, at: (index: number) => string) => void;

/** Most changes are where the data hold the secret. */
const index = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 99 }) },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 999 }) },
);
const changes: fc.Arbitrary<Change> = fc.oneof(
  fc.tuple(index, expression, place).map(([to, value, ResultPath]): Change => (definition, at) => {
    putBefore(definition, at(to), { Type: 'Pass', Parameters: { 'x.$': value }, ResultPath });
  }),
  fc.tuple(index, path, place).map(([to, InputPath, ResultPath]): Change => (definition, at) => {
    putBefore(definition, at(to), { Type: 'Pass', InputPath, ResultPath });
  }),
  fc.tuple(index, place).map(([to, ResultPath]): Change => (definition, at) => {
    putBefore(definition, at(to), { Type: 'Pass', Result: { x: 'y' }, ResultPath });
  }),
  fc.tuple(index, fc.constantFrom('SecondsPath', 'TimestampPath'), path).map(([to, field, value]): Change => (definition, at) => {
    putBefore(definition, at(to), { Type: 'Wait', [field]: value });
  }),
  fc.tuple(index, index, condition).map(([to, other, rule]): Change => (definition, at) => {
    putBefore(definition, at(to), { Type: 'Choice', Choices: [{ ...rule, Next: at(other) }], Default: at(to) });
  }),
  fc.tuple(index, place, fc.constantFrom('Catch', 'ResultPath', 'Both')).map(([to, ResultPath, what]): Change => ({ States: states }, at) => {
    const state = states[at(to)];
    if (what !== 'Catch' && ['Pass', 'Task'].includes(state.Type)) state.ResultPath = ResultPath;
    for (const catcher of what === 'ResultPath' ? [] : (state.Catch ?? [])) catcher.ResultPath = ResultPath;
  }),
  fc.tuple(index, fc.constantFrom('Catch', 'Retry', 'Default', 'Parameters', 'ResultPath')).map(([to, field]): Change => ({ States: states }, at) => {
    Reflect.deleteProperty(states[at(to)], field);
  }),
  fc.tuple(index, index).map(([to, other]): Change => ({ States: states }, at) => {
    const state = states[at(to)];
    if (state.Next !== undefined) state.Next = at(other);
  }),
  fc.tuple(index, index, index).map(([to, which, other]): Change => ({ States: states }, at) => {
    const rules = [...(states[at(to)].Choices ?? []), ...(states[at(to)].Catch ?? [])];
    if (rules.length > 0) rules[which % rules.length].Next = at(other);
  }),
  fc.tuple(index, expression).map(([to, CausePath]): Change => ({ States: states }, at) => {
    const state = states[at(to)];
    if (state.Type !== 'Fail') return;
    Reflect.deleteProperty(state, 'Cause');
    state.CausePath = CausePath;
  }),
  fc.tuple(index, expression, fc.constantFrom('Parameters', 'ResultSelector')).map(([to, value, field]): Change => ({ States: states }, at) => {
    const state = states[at(to)];
    if (state.Type === 'Task' || (state.Type === 'Pass' && state.Parameters !== undefined)) state[state.Type === 'Task' ? field : 'Parameters'] = { ...state.Parameters, 'more.$': value };
  }),
); // prettier-ignore

let made = 0;
function putBefore({ States: states }: Loose, name: string, state: Loose): void {
  const own = `X${made++}`;
  for (const other of Object.values<Loose>(states)) {
    for (const one of [other, ...(other.Choices ?? []), ...(other.Catch ?? [])]) if (one.Next === name) one.Next = own;
    if (other.Default === name) other.Default = own;
  }
  states[own] = state.Type === 'Choice' ? state : { ...state, Next: name };
}

/** What became of a definition after its edits. */
interface Outcome {
  readonly isPass: boolean;
  readonly leak: string | undefined;
  readonly isRefused: boolean;
}

function outcomeOf(strategy: Strategy, edits: readonly Change[], draws: readonly number[]): Outcome {
  const definition = definitionOf({ strategy });
  const names = Object.keys(definition.States);
  const within = stretch(definition);
  const at = (index: number): string =>
    (index < 100 ? within[index % within.length] : names[index % names.length]) ?? '';
  for (const edit of edits) edit(definition, at);
  const machine = machineOf(definition);
  const isPass = judgeDefinition(definition).verdict === 'pass';
  if (machine === undefined) return { isPass, leak: undefined, isRefused: true };
  for (let run = 0; run < 12; run++) {
    let next = run * 7;
    const leak = leakOf(machine, (below) => (draws[next++ % draws.length] ?? 0) % below);
    if (leak !== undefined) return { isPass, leak, isRefused: false };
  }
  return { isPass, leak: undefined, isRefused: false };
}

test('a definition that passes never shows the secret access key, whatever the services answer', () => {
  const edits = fc.array(changes, { minLength: 1, maxLength: 3 });
  const draws = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60 });
  const outcomes: Outcome[] = [];
  fc.assert(
    fc.property(fc.constantFrom(...strategies), edits, draws, (...given) => {
      const outcome = outcomeOf(...given);
      outcomes.push(outcome);
      const { isPass, leak, isRefused } = outcome;
      if (isPass) expect({ leak, isRefused }).toEqual({ leak: undefined, isRefused: false });
    }),
    { numRuns: runsAll ? 2000 : 8 },
  );
  if (!runsAll) return;
  // It says something only as long as many pass, and many show the key.
  const share = (is: (one: Outcome) => boolean): number => outcomes.filter(is).length / outcomes.length;
  expect(share(({ isPass }) => isPass)).toBeGreaterThan(0.2);
  expect(share(({ leak }) => leak !== undefined)).toBeGreaterThan(0.1);
});
