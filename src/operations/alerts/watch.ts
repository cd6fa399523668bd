import { alarmsOf } from '../../infrastructure/alerts/alarm-table';
import { alertRules } from '../../infrastructure/alerts/alert-rules';
import { arnsOf } from '../../infrastructure/documents';
import { eventRules } from '../../infrastructure/events/event-rules';
import { namesOf } from '../../infrastructure/names';
import type { Place } from '../place';

/** The resources of the section `alerts` that an environment should have. */
export interface Watch {
  readonly alarms: readonly string[];
  readonly topicArn: string;
  readonly queues: readonly string[];
}

/** Undefined if the settings have no section `alerts`. */
export function watchOf({ environment, region }: Place): Watch | undefined {
  if (environment.alerts === undefined) return undefined;
  const here = { ...environment, region };
  const names = namesOf(environment.name);
  const rules = [...alertRules(here), ...eventRules(here)];
  return {
    alarms: Object.values(alarmsOf(here, rules)).map(({ name }) => name),
    topicArn: arnsOf(here).alertTopic,
    queues: [names.missedStarts, names.undeliveredEvents],
  };
}
