import {
  begin,
  compileMachine,
  giveUp,
  proceed,
  settle,
  type Answer as Settled,
  type Execution,
} from '../../../src/simulator';
import type { Json } from '../../../src/json';
import { causeOf, executionName, machineArn, startedAt, type Answer, type Outcome, type Story } from './story';

/** Runs a scenario in the interpreter of this project: time passes only where it has to. */
export function ours(story: Story): Outcome {
  const machine = compileMachine(JSON.stringify(story.definition), {
    name: 'agreement',
    arn: machineArn,
    roleArn: 'arn:aws:iam::111122223333:role/agreement',
    isSimulated: () => true,
  });
  const calls: Json[] = [];
  const waits: number[] = [];
  const visits = new Map<string, number>();
  let execution: Execution = begin(machine, { name: executionName, input: story.input, at: startedAt, seed: 1 });
  let now = startedAt;
  const passTo = (later: number) => {
    if (later > now) waits.push((later - now) / 1000);
    now = later;
  };
  for (;;) {
    const { phase, state } = execution;
    switch (phase.kind) {
      case 'ended': {
        if (phase.result.status === 'SUCCEEDED') return { output: phase.result.output, calls, waits };
        const { error, cause } = phase.result;
        return { ...(error === undefined ? {} : { error }), ...(cause === undefined ? {} : { cause }), calls, waits };
      }
      case 'calling': {
        calls.push(phase.call.parameters);
        const visit = visits.get(state) ?? 0;
        visits.set(state, visit + 1);
        const answer = story.answers[state]?.[visit] ?? 'nothing';
        if (answer === 'nothing') {
          passTo(phase.deadline);
          execution = giveUp(machine, execution, now);
        } else execution = settle(machine, execution, settled(answer), now);
        break;
      }
      case 'waiting':
      case 'retrying':
        passTo(phase.until);
        execution = proceed(machine, execution, now);
        break;
      case 'ready':
        execution = proceed(machine, execution, now);
    }
  }
}

function settled(answer: Exclude<Answer, 'nothing'>): Settled {
  if ('error' in answer) return { ok: false, error: answer.error, cause: causeOf(answer.error) };
  return { ok: true, result: answer.result };
}
