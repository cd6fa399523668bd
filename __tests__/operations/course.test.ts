import { Course } from '../../src/operations/course';
import { workflowOptions } from '../../src/infrastructure/workflow-options';
import { buildWorkflow, strategies } from '../../src/workflow';
import { ago, environmentOf } from './facts';
import { oneOfEach } from '../effort';

const course = new Course(environmentOf());
const running = { status: 'RUNNING', error: undefined, cause: undefined };
const at = ago(0);
const states = (...names: string[]) => names.map((state) => ({ state, at }));

describe('a step', () => {
  test('says what the state does, and until when it waits', () => {
    expect(course.stepOf({ state: 'GracePeriod', at }, 3600)).toEqual({
      state: 'GracePeriod',
      does: 'Readers of the secret get the new key meanwhile; both keys work.',
      until: at + 3_600_000,
    });
    expect(course.stepOf({ state: 'WaitForOtherRotations', at }, 0).until).toBeGreaterThan(at + 600_000);
    expect(course.stepOf({ state: 'CreateAccessKey', at }, 0)).toMatchObject({
      does: 'Calls iam:createAccessKey.',
      until: undefined,
    });
  });

  test('of another definition is only named', () => {
    expect(course.stepOf({ state: 'Later', at }, 0)).toEqual({ state: 'Later', does: undefined, until: undefined });
  });
});

describe('the end', () => {
  const failed = { ...running, status: 'FAILED' };

  test('is read from the states if AWS withholds the error', () => {
    expect(
      course.endOf(failed, states('UpdateSecret', 'NotStored', 'SendFailureEmail', 'RotationFailed')),
    ).toMatchObject({ error: 'NotStored' });
    expect(course.endOf(failed, [])).toEqual({ kind: 'failed', error: undefined, cause: undefined });
  });

  test('shows a cause of Keyturn, and never one of AWS, which can quote the data', () => {
    const ours = { ...failed, error: 'NotStored', cause: 'why' };
    expect(course.endOf(ours, [])).toEqual({ kind: 'failed', error: 'NotStored', cause: 'why' });
    const theirs = { ...failed, error: 'States.Runtime', cause: '{"SecretAccessKey": "x"}' };
    expect(course.endOf(theirs, [])).toEqual({ kind: 'failed', error: 'States.Runtime', cause: undefined });
  });

  test('of a success shows whether something was changed', () => {
    const succeeded = { ...running, status: 'SUCCEEDED' };
    expect(course.endOf(succeeded, states('Rotated'))).toEqual({ kind: 'rotated' });
    expect(course.endOf(succeeded, states('KeyAlreadyGone')).kind).toBe('unchanged');
    expect(course.endOf({ ...running, status: 'ABORTED' }, [])).toEqual({ kind: 'stopped', status: 'ABORTED' });
  });

  test.each(oneOfEach(strategies, () => 'strategy'))(
    'of each failure of %s is known by its state alone',
    (strategy) => {
      const environment = environmentOf({ strategy });
      const { States } = buildWorkflow(workflowOptions(environment));
      const failures = Object.entries(States).filter(
        ([, state]) => 'Next' in state && state.Next === 'SendFailureEmail',
      );
      expect(failures.length).toBeGreaterThan(20);
      for (const [state] of failures)
        expect(
          new Course(environment).endOf(failed, states(state, 'SendFailureEmail', 'RotationFailed')),
        ).toMatchObject({
          error: expect.stringMatching(/^[A-Z]\w+$/),
        });
    },
  );
});
