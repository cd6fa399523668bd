import { GetScheduleCommand, ListSchedulesCommand } from '@aws-sdk/client-scheduler';
import type { ScheduleFacts } from '../operations/facts';
import type { Clients } from './sdk/clients';
import { asked, AwsFault, unless } from './sdk/fault';

/** The schedules of a group by name, a hundred a call. */
export async function schedulesOf({ scheduler }: Clients, group: string): Promise<ReadonlyMap<string, ScheduleFacts>> {
  const found = new Map<string, ScheduleFacts>();
  let nextToken: string | undefined;
  do {
    const command = new ListSchedulesCommand({ GroupName: group, MaxResults: 100, NextToken: nextToken });
    const page = await unless(['missing'], asked('scheduler:ListSchedules', scheduler.send(command)));
    if (page instanceof AwsFault) return found;
    for (const { Name = '', State = '', CreationDate, LastModificationDate } of page.Schedules ?? []) {
      const changed = Math.max(CreationDate?.getTime() ?? 0, LastModificationDate?.getTime() ?? 0);
      found.set(Name, { state: State, changedAt: changed === 0 ? undefined : changed });
    }
    nextToken = page.NextToken;
  } while (nextToken !== undefined && nextToken !== '');
  return found;
}

/** The target of a schedule; undefined if there is no such schedule. */
export async function targetOf(
  { scheduler }: Clients,
  group: string,
  name: string,
): Promise<{ readonly arn: string; readonly input: string } | undefined> {
  const command = new GetScheduleCommand({ GroupName: group, Name: name });
  const found = await unless(['missing'], asked('scheduler:GetSchedule', scheduler.send(command)));
  if (found instanceof AwsFault) return undefined;
  return { arn: found.Target?.Arn ?? '', input: found.Target?.Input ?? '{}' };
}
