import {
  lostFields,
  redactJson,
  redactor,
  viewOf,
  type Rotation,
  type Scenario,
  type TraceEntry,
} from '../../../simulator';
import { plainJson, type Json } from '../../../json';

/**
 * A rotation as one JSON document. `at` is the number of seconds of virtual time since the start. A step of kind `called` has the world at that time.
 * Secret access keys are replaced by `[secret]` everywhere.
 */
export function documentOf(scenario: Scenario, { ended, trace, world }: Rotation, stack: string): Json {
  const { userName, secretName, startAt, machine, strategy } = scenario;
  const view = (of: typeof world, time: number) => viewOf(of, userName, secretName, time);
  const document = {
    format: 'keyturn-simulation/1',
    stack,
    machine: machine.name,
    strategy: strategy.name ?? null,
    user: userName,
    secret: secretName ?? null,
    startedAt: iso(startAt),
    before: view(scenario.world, startAt),
    steps: trace.map((entry) => stepOf(entry, startAt, view)),
    mails: world.mails.map(({ at, ...mail }) => ({ at: seconds(at - startAt), ...mail })),
    lostFields: lostFields(scenario.world, world, userName, secretName),
    after: view(world, ended.endedAt),
    result: {
      status: ended.status,
      at: seconds(ended.endedAt - startAt),
      output: ended.output ?? null,
      error: ended.error ?? null,
      cause: ended.cause ?? null,
    },
  };
  // The conversion through text makes it plain JSON: undefined members are removed.
  return redactJson(plainJson(document), redactor(world));
}

function stepOf(entry: TraceEntry, startAt: number, view: (world: Rotation['world'], time: number) => object): object {
  const { time } = entry;
  const at = seconds(time - startAt);
  switch (entry.kind) {
    case 'called': {
      const { state, action, attempt, call, answer, world } = entry;
      const told = answer.ok ? { result: answer.result } : { error: answer.error, cause: answer.cause };
      return {
        at,
        kind: 'called',
        state,
        action,
        attempt,
        parameters: call.parameters,
        ...told,
        world: view(world, time),
      };
    }
    case 'started':
      return { at, kind: 'started', input: entry.input };
    case 'entered':
      return { at, kind: 'entered', state: entry.state, type: entry.type };
    case 'waits':
      return { at, kind: 'waits', state: entry.state, seconds: seconds(entry.until - time) };
    case 'retries':
      return { at, kind: 'retries', state: entry.state, error: entry.error, seconds: seconds(entry.until - time) };
    case 'caught':
      return { at, kind: 'caught', state: entry.state, error: entry.error, next: entry.next };
    case 'ended':
      return { at, kind: 'ended', state: entry.state };
  }
}

function seconds(ms: number): number {
  return ms / 1000;
}

function iso(time: number): string {
  return new Date(time).toISOString();
}
