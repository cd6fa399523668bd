import { parseArn } from '../../../iam';
import type { Draft } from '../../draft';
import type { Places, Problem, SettingPath } from '../../path';

/** A topic or a queue in another region than the rule: only an event bus can be elsewhere. */
export function eventProblems(all: Draft, places: Places): Problem[] {
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const target = parseArn((environment?.events ?? all.events)?.successTarget ?? '');
    const region = environment?.region;
    if (target === undefined || region === undefined) return [];
    if (target.service === 'events' || target.region === region) return [];
    const path: SettingPath = environment?.events === undefined ? ['events'] : ['environments', index, 'events'];
    const text = `the target is in ${target.region}, but ${places.textOf(['environments', index])} is in ${region}; write a topic or queue of that region, or an event bus`;
    return [{ path: [...path, 'successTarget'], text }];
  });
}
