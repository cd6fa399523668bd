import { alertProblems } from '../../src/operations/alerts/judge';
import { watchOf } from '../../src/operations/alerts/watch';
import { alertLines, alertProblemInWords } from '../../src/operations/alerts/words';
import type { AlarmFacts, AlertFacts } from '../../src/operations/facts';
import { placeOf } from '../../src/operations/place';
import { ago, environmentOf, facts } from './facts';

const environment = environmentOf({ alerts: { subscribers: ['on-call@example.com'] }, events: { guardDuty: {} } });
const found = watchOf(placeOf(environment));
if (found === undefined) throw new Error('the settings have alerts');
const watch = found;

const known = <T>(value: T) => ({ known: true, value }) as const;
const denied = { known: false, why: 'x: denied' } as const;
const alarm = (name: string, more: Partial<AlarmFacts> = {}): AlarmFacts => ({
  ...{ name, state: 'OK', since: ago(3), notifies: true },
  ...more,
});

const others = watch.alarms.slice(1);

const well: AlertFacts = {
  watch,
  alarms: known(watch.alarms.map((name) => alarm(name))),
  queues: watch.queues.map((name) => ({ name, messages: known(0) })),
  subscriptions: known([{ protocol: 'email', endpoint: 'on-call@example.com', isConfirmed: true }]),
};

function judged(more: Partial<AlertFacts>) {
  const read = facts([], { alerts: { ...well, ...more } });
  const problems = alertProblems(read);
  return { kinds: problems.map(({ kind }) => kind), words: problems.map(alertProblemInWords), lines: alertLines(read) };
}

test('an environment watches the alarms, the queues and the topic that the stack has', () => {
  expect(watch.alarms).toContain('keyturn-test-ExecutionsFailed');
  expect(watch.alarms).toContain('keyturn-test-FailedInvocations-guardduty');
  expect(watch.queues).toEqual(['keyturn-test-missed-starts', 'keyturn-test-undelivered-events']);
  expect(watch.topicArn).toBe('arn:aws:sns:eu-central-1:111122223333:keyturn-test-alerts');
  expect(watchOf(placeOf(environment, 'eu-west-1'))?.topicArn).toContain(':eu-west-1:');
  expect(watchOf(placeOf(environmentOf()))).toBeUndefined();
});

test.each<[what: string, more: Partial<AlertFacts>, kinds: readonly string[]]>([
  ['all is well', {}, []],
  [
    'a raised alarm',
    { alarms: known([alarm(watch.alarms[0] ?? '', { state: 'ALARM' }), ...others.map((name) => alarm(name))]) },
    ['alarm-raised'],
  ],
  [
    'an alarm without data',
    { alarms: known(watch.alarms.map((name) => alarm(name, { state: 'INSUFFICIENT_DATA' }))) },
    [],
  ],
  ['an alarm that was deleted', { alarms: known(others.map((name) => alarm(name))) }, ['alerts-missing']],
  ['no topic', { subscriptions: known(undefined) }, ['alerts-missing']],
  [
    'nobody confirmed',
    { subscriptions: known([{ protocol: 'email', endpoint: 'a', isConfirmed: false }]) },
    ['no-subscriber'],
  ],
  ['no subscription', { subscriptions: known([]) }, ['no-subscriber']],
  ['a dead letter', { queues: [{ name: 'q', messages: known(2) }] }, ['dead-letters']],
  ['no queue', { queues: [{ name: 'q', messages: known(undefined) }] }, ['alerts-missing']],
  ['nothing may be read', { alarms: denied, queues: [{ name: 'q', messages: denied }], subscriptions: denied }, []],
])('%s', (_, more, kinds) => {
  expect(judged(more).kinds).toEqual(kinds);
});

test('a sender that SES has not verified is a problem, and one that is not known is only said', () => {
  expect(alertProblems(facts([], { isSenderVerified: known(false) })).map(({ kind }) => kind)).toEqual([
    'sender-not-verified',
  ]);
  const unread = facts([], { isSenderVerified: denied });
  expect(alertProblems(unread)).toEqual([]);
  expect(alertLines(unread).join('\n')).toContain('not known: the sender of the mails (x: denied)');
});

test('has words for a terminal, and never the path of a URL', () => {
  const hostile = 'a\u001b[2J';
  const { lines, words } = judged({
    alarms: known([alarm(hostile, { state: 'ALARM', notifies: false })]),
    subscriptions: known([
      { protocol: 'https', endpoint: 'https://events.example.com/token', isConfirmed: false },
      { protocol: hostile, endpoint: 'not a url', isConfirmed: false },
    ]),
    queues: [{ name: hostile, messages: denied }],
  });
  const text = [...lines, ...words].join('\n');
  expect(text).toContain('not confirmed: https https://events.example.com');
  expect(text).not.toContain('token');
  expect(text).not.toContain('\u001b');
});
