import { recogniseAnswer } from '../../src/audit/answers/recognise';

describe.each(['executions', 'Schedules', 'MetricAlarms', 'Subscriptions', 'RuleNames', 'Targets'])('%s', (list) => {
  test('is recognised as a list, also as an empty one', () => {
    expect(recogniseAnswer({ [list]: [] }).kind).toBe('answer');
  });

  test.each([null, 1, 'text', {}])('is not recognised as %j, which would be taken for an empty list', (value) => {
    expect(recogniseAnswer({ [list]: value })).toEqual({ kind: 'unknown' });
  });
});
