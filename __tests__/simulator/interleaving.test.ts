import { findUser, keysOf } from '../../src/simulator';
import { runExecutions, type ExecutionStart } from './run-executions';
import { definitionOf, everything, input, only, policyOf, published, statements, userName, worldWith } from './support';

function run(starts: readonly Partial<ExecutionStart>[], definition = JSON.stringify(published)) {
  return runExecutions(
    { definition, rolePolicies: [policyOf(statements())], world: worldWith(1) },
    starts.map((start) => ({ input, ...start })),
  );
}

test('two executions of the published workflow at once: the second deletes a key that the first has deleted', () => {
  const { executions } = run([{}, { startAtSeconds: 0.05 }]);
  expect(executions.map(({ status, error }) => [status, error])).toEqual([
    ['SUCCEEDED', undefined],
    ['FAILED', 'Iam.NoSuchEntityException'],
  ]);
});

test('one after the other both succeed, and one key is left', () => {
  const { executions, world } = run([{}, { startAtSeconds: 60 }]);
  expect(executions.map(({ status }) => status)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  const user = findUser(world, userName);
  expect(user && keysOf(user)).toHaveLength(1);
});

test('steps of all executions are done in the order of virtual time', () => {
  const { trace } = run([{ startAtSeconds: 0.11 }, {}, { startAtSeconds: 3600 }]);
  const times = trace.filter(({ kind }) => kind !== 'started').map(({ time }) => time);
  expect(times).toEqual([...times].sort((a, b) => a - b));
});

test('what one execution draws does not depend on the other', () => {
  const definition = definitionOf({ Draw: { Type: 'Pass', Parameters: { 'id.$': 'States.UUID()' }, End: true } });
  const alone = run([{ name: 'a' }], definition).executions[0]?.output;
  const both = run([{ name: 'b' }, { name: 'a' }], definition).executions;
  expect(both[1]?.output).toEqual(alone);
  expect(both[0]?.output).not.toEqual(alone);
});

test('a wait of one execution does not hold up another', () => {
  const definition = only({ Type: 'Wait', SecondsPath: '$.n', End: true });
  const { executions } = runExecutions({ definition, rolePolicies: [everything], world: worldWith(0) }, [
    { input: { n: 86_400 } },
    { input: { n: 1 } },
  ]);
  expect(executions.map(({ startedAt, endedAt }) => (endedAt - startedAt) / 1000)).toEqual([86_400, 1]);
});

test('an execution that an operator stops is ABORTED at that moment, and leaves the world as it is then', () => {
  const { executions, world } = run([{ abortAtSeconds: 0.5 }]);
  expect(executions).toMatchObject([{ status: 'ABORTED', error: undefined }]);
  expect((executions[0]?.endedAt ?? 0) - (executions[0]?.startedAt ?? 0)).toBe(500);
  // The old key is deleted, and the call for a new one, which takes effect a moment later, has come to nothing.
  const user = findUser(world, userName);
  expect(user && keysOf(user)).toEqual([]);
});

test('an execution that has ended is not stopped any more', () => {
  expect(run([{ abortAtSeconds: 3600 }]).executions).toMatchObject([{ status: 'SUCCEEDED' }]);
});
