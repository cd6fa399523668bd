import type { AlarmFacts, AlertFacts, EnvironmentFacts, QueueFacts } from '../facts';

/** A problem with the alerts of an environment that an operator should act on. */
export type AlertProblem =
  | { readonly kind: 'alarm-raised'; readonly alarm: AlarmFacts }
  /** The alarm exists, and publishes nothing. */
  | { readonly kind: 'alarm-silent'; readonly alarm: AlarmFacts }
  | { readonly kind: 'dead-letters'; readonly queue: string; readonly messages: number }
  /** Resources that the settings have, and AWS does not show. */
  | { readonly kind: 'alerts-missing'; readonly names: readonly string[] }
  /** The topic has no confirmed subscription. */
  | { readonly kind: 'no-subscriber' }
  /** SES has not verified the sender: it refuses each mail. */
  | { readonly kind: 'sender-not-verified' };

/** Judges the two ways in which people are informed: the topic, for what the machine cannot mail, and SES, for what it mails. */
export function alertProblems(facts: Pick<EnvironmentFacts, 'alerts' | 'isSenderVerified'>): readonly AlertProblem[] {
  const { alerts, isSenderVerified } = facts;
  return [
    ...(alerts === undefined ? [] : problemsOf(alerts)),
    ...(isSenderVerified.known && !isSenderVerified.value ? [{ kind: 'sender-not-verified' } as const] : []),
  ];
}

function problemsOf({ watch, alarms, queues, subscriptions }: AlertFacts): AlertProblem[] {
  const found = alarms.known ? alarms.value : [];
  const absent = [
    ...(alarms.known ? watch.alarms.filter((name) => !found.some((alarm) => alarm.name === name)) : []),
    ...queues.filter(isAbsent).map(({ name }) => name),
    ...(subscriptions.known && subscriptions.value === undefined ? [watch.topicArn] : []),
  ];
  const listed = subscriptions.known ? subscriptions.value : undefined;
  return [
    ...found.filter(({ state }) => state === 'ALARM').map((alarm) => ({ kind: 'alarm-raised', alarm }) as const),
    ...found.filter(({ notifies }) => !notifies).map((alarm) => ({ kind: 'alarm-silent', alarm }) as const),
    ...queues.flatMap(lettersIn),
    ...(absent.length === 0 ? [] : [{ kind: 'alerts-missing', names: absent } as const]),
    ...(listed === undefined || listed.some(({ isConfirmed }) => isConfirmed)
      ? []
      : [{ kind: 'no-subscriber' } as const]),
  ];
}

function isAbsent({ messages }: QueueFacts): boolean {
  return messages.known && messages.value === undefined;
}

function lettersIn({ name, messages }: QueueFacts): AlertProblem[] {
  const count = messages.known ? (messages.value ?? 0) : 0;
  return count === 0 ? [] : [{ kind: 'dead-letters', queue: name, messages: count }];
}
