import type { Json, JsonObject } from '../../../src/json';
import { only, runDefinition } from '../support';

function secondsOf(wait: JsonObject, data: Json = {}): number | string | undefined {
  const { status, error, startedAt, endedAt } = runDefinition(only({ Type: 'Wait', End: true, ...wait }), data);
  return status === 'SUCCEEDED' ? (endedAt - startedAt) / 1000 : error;
}

const cases: [name: string, wait: JsonObject, data: Json, expected: number | string][] = [
  ['Seconds', { Seconds: 86_400 }, {}, 86_400],
  ['Seconds 0', { Seconds: 0 }, {}, 0],
  ['SecondsPath', { SecondsPath: '$.n' }, { n: 5 }, 5],
  ['SecondsPath into the context object', { SecondsPath: '$$.Execution.Input.n' }, { n: 6 }, 6],
  ['SecondsPath behind InputPath', { InputPath: '$.x', SecondsPath: '$.n' }, { x: { n: 7 } }, 7],
  ['SecondsPath to nothing', { SecondsPath: '$.m' }, { n: 5 }, 'States.Runtime'],
  ['SecondsPath to a text', { SecondsPath: '$.n' }, { n: '5' }, 'States.Runtime'],
  ['SecondsPath to a fraction', { SecondsPath: '$.n' }, { n: 1.5 }, 'States.Runtime'],
  ['SecondsPath below zero', { SecondsPath: '$.n' }, { n: -1 }, 'States.Runtime'],
  ['SecondsPath beyond the bound', { SecondsPath: '$.n' }, { n: 100_000_000 }, 'States.Runtime'],
  ['Timestamp', { Timestamp: '2026-01-05T03:00:30Z' }, {}, 30],
  ['Timestamp that has passed does not wait', { Timestamp: '2020-01-05T03:00:30Z' }, {}, 0],
  ['TimestampPath', { TimestampPath: '$.t' }, { t: '2026-01-05T05:00:00+01:00' }, 3600],
  ['TimestampPath to what is none', { TimestampPath: '$.t' }, { t: 'soon' }, 'States.Runtime'],
  ['TimestampPath to nothing', { TimestampPath: '$.u' }, {}, 'States.Runtime'],
];

test.each(cases)('%s', (_, wait, data, expected) => {
  expect(secondsOf(wait, data)).toBe(expected);
});
