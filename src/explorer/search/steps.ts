import { begin, stop } from '../../simulator';
import { seedFrom } from '../../simulator/random';
import { effectSteps, silentSteps } from './call-steps';
import { stopped } from '../model/faults';
import { clocks, dateOf, isActive, timePasses, type Choice, type Moment, type Run } from './global-state';
import { newRunNotes } from '../model/observations';
import { setOff } from '../model/progress';
import { operatorSteps } from './operator-steps';
import type { Setting, Step } from './setting';

/**
 * Everything that can happen next.
 *
 * What nobody else can notice is not put in order with what others do: a call that fails without effect, a mail, a stop by an operator.
 * It is gone through at once when an execution comes to its call (`fresh`), and only the time that it takes is kept.
 */
export function* stepsFrom(moment: Moment, setting: Setting): Generator<Step> {
  if (moment.toStart > 0) {
    yield startStep(moment, setting);
    return;
  }
  yield* operatorSteps(moment, setting);
  const unnoticed = moment.runs.findIndex((run) => isActive(run) && isUnnoticed(run));
  const run = moment.runs[unnoticed];
  if (run !== undefined) {
    yield* silentSteps(moment, unnoticed, run, setting);
    if (run.fresh && moment.faultsLeft > 0) yield stopStep(moment, unnoticed, run);
    return;
  }
  for (const [index, each] of moment.runs.entries()) {
    if (!isActive(each)) continue;
    if (each.fresh && moment.faultsLeft > 0) {
      yield* silentSteps(moment, index, each, setting);
      yield stopStep(moment, index, each);
    }
    yield* effectSteps(moment, index, each, setting);
  }
}

/** Mails are nobody else's matter, and neither is a call that is bound to fail. */
function isUnnoticed({ execution, stuck }: Run): boolean {
  const { phase } = execution;
  return stuck?.takesEffect === false || (phase.kind === 'calling' && phase.call.service === 'ses');
}

/** What a choice leads to, if it can be made here. */
export function stepBy(moment: Moment, wanted: Choice, setting: Setting): Step | undefined {
  const text = JSON.stringify(wanted);
  for (const step of stepsFrom(moment, setting)) if (JSON.stringify(step.choice) === text) return step;
  return undefined;
}

/** All executions are there from the beginning; every one but the first may take any time until its first call. */
function startStep(moment: Moment, { subject }: Setting): Step {
  const index = moment.runs.length;
  const name = `run-${index + 1}`;
  const begun = begin(subject.machine, {
    name,
    input: subject.input,
    at: dateOf(moment, subject),
    seed: seedFrom(moment.tick, name),
  });
  const { execution, due } = setOff(subject, begun);
  const run: Run = {
    execution,
    due: index === 0 ? due : { ...due, within: Infinity },
    stuck: undefined,
    fresh: true,
  };
  const started: Moment = {
    ...moment,
    toStart: moment.toStart - 1,
    runs: [...moment.runs, run],
    notes: { ...moment.notes, runs: [...moment.notes.runs, newRunNotes] },
    zone: moment.zone.reset(clocks.sinceEffect(index)).reset(clocks.sinceCall(index)),
  };
  return {
    choice: { kind: 'start', run: index, fault: undefined, stale: [] },
    after: started.toStart === 0 ? timePasses(started) : started,
    seen: undefined,
    at: undefined,
  };
}

function stopStep(moment: Moment, index: number, run: Run): Step {
  const { phase } = run.execution;
  const execution = stop(run.execution, 'ABORTED', 'since' in phase ? phase.since : 0);
  const runs = moment.runs.map((each, at) => (at === index ? { ...run, execution } : each));
  return {
    choice: { kind: 'stop', run: index, fault: stopped.id, stale: [] },
    after: timePasses({ ...moment, runs, faultsLeft: moment.faultsLeft - 1 }),
    seen: undefined,
    at: undefined,
  };
}
