import { counted } from '../../text/duration';
import { printable } from '../../text/printable';
import type { AlertFacts, EnvironmentFacts, Known, SubscriptionFacts } from '../facts';
import { timeInWords } from '../words';
import type { AlertProblem } from './judge';

/** Words for the alerts of an environment. Everything that AWS returned is made printable here. */

/** The alerts in a few lines: what is there, and what these credentials cannot read. */
export function alertLines({ alerts, isSenderVerified }: EnvironmentFacts): readonly string[] {
  const mails = isSenderVerified.known ? [] : [unknown('the sender of the mails', isSenderVerified)];
  if (alerts === undefined)
    return ['Alerts: the settings have no section alerts; failures are mailed by the machine alone', ...mails];
  const { alarms, queues, subscriptions } = alerts;
  const listed = subscriptions.known ? (subscriptions.value ?? []) : [];
  return [
    `Alerts: ${[...alarmsInWords(alerts), ...lettersInWords(alerts), ...subscriptionsInWords(alerts)].join('; ')}`,
    ...listed.filter(({ isConfirmed }) => !isConfirmed).map((each) => `  not confirmed: ${subscriberInWords(each)}`),
    ...(alarms.known ? [] : [unknown('the alarms', alarms)]),
    ...queues.flatMap(({ name, messages }) => (messages.known ? [] : [unknown(name, messages)])),
    ...(subscriptions.known ? [] : [unknown('the subscriptions', subscriptions)]),
    ...mails,
  ];
}

function alarmsInWords({ alarms }: AlertFacts): string[] {
  if (!alarms.known) return [];
  const states = new Map<string, number>();
  for (const { state } of alarms.value) states.set(state, (states.get(state) ?? 0) + 1);
  const each = [...states].map(([state, count]) => `${count} ${printable(state)}`);
  return [`${counted(alarms.value.length, 'alarm')}${each.length === 0 ? '' : ` (${each.join(', ')})`}`];
}

function lettersInWords({ queues }: AlertFacts): string[] {
  const counts = queues.flatMap(({ messages }) => (messages.known ? [messages.value ?? 0] : []));
  if (counts.length < queues.length) return [];
  const sum = counts.reduce((one, other) => one + other, 0);
  return [sum === 0 ? 'no dead letters' : counted(sum, 'dead letter')];
}

function subscriptionsInWords({ subscriptions }: AlertFacts): string[] {
  if (!subscriptions.known || subscriptions.value === undefined) return [];
  const confirmed = subscriptions.value.filter(({ isConfirmed }) => isConfirmed).length;
  return [`${confirmed} of ${counted(subscriptions.value.length, 'subscription')} confirmed`];
}

function subscriberInWords(subscription: SubscriptionFacts): string {
  return printable(`${subscription.protocol} ${shownEndpoint(subscription)}`);
}

/** The endpoint without the path of a URL, which can hold a token. */
export function shownEndpoint({ protocol, endpoint }: SubscriptionFacts): string {
  return URL.canParse(endpoint) && protocol.startsWith('http') ? new URL(endpoint).origin : endpoint;
}

function unknown(what: string, { why }: Extract<Known<unknown>, { known: false }>): string {
  return `  not known: ${printable(what)} (${printable(why)})`;
}

/** Describes a problem, with what to do about it. */
export function alertProblemInWords(problem: AlertProblem): string {
  switch (problem.kind) {
    case 'alarm-raised': {
      const since = problem.alarm.since === undefined ? '' : ` since ${timeInWords(problem.alarm.since)}`;
      return `the alarm ${printable(problem.alarm.name)} is in the state ALARM${since}`;
    }
    case 'alarm-silent':
      return `the alarm ${printable(problem.alarm.name)} does not publish to the topic: deploy the environment`;
    case 'dead-letters':
      return `${counted(problem.messages, 'message')} in ${printable(problem.queue)}: see "Dead letters" in docs/how-to/operate.md`;
    case 'alerts-missing':
      return `not there, or hidden from these credentials: ${problem.names.map(printable).join(', ')}: deploy the environment`;
    case 'no-subscriber':
      return 'nobody would be informed: the topic of the alerts has no confirmed subscription';
    case 'sender-not-verified':
      return 'nobody would be mailed: SES has verified no identity of the sender';
  }
}
