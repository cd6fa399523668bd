import type { World } from '../../simulator';
import { clocks, timePasses, type Moment } from './global-state';
import { newRunNotes } from '../model/observations';
import { setOff } from '../model/progress';
import type { Setting, Step } from './setting';

/** What an operator may do once, and nothing is promised for: an execution is redriven, or the former value of the secret put back. */
export function* operatorSteps(moment: Moment, setting: Setting): Generator<Step> {
  if (moment.operatorAction === 'restored') {
    const world = withFormerValue(moment.world, setting);
    if (world !== undefined) yield restoreStep(moment, world);
  }
  if (moment.operatorAction !== 'redriven') return;
  for (const [index, { execution }] of moment.runs.entries()) {
    const isRedrivable = execution.phase.kind === 'ended' && execution.phase.result.status !== 'SUCCEEDED';
    if (isRedrivable) yield redriveStep(moment, index, setting);
  }
}

/** The staging labels change places. */
function withFormerValue(world: World, { subject }: Setting): World | undefined {
  const secret = world.secrets.find(({ name }) => name === subject.secretName);
  if (!secret?.versions.some(({ labels }) => labels.includes('AWSPREVIOUS'))) return undefined;
  const other = (label: string) => (label === 'AWSCURRENT' ? 'AWSPREVIOUS' : 'AWSCURRENT');
  const versions = secret.versions.map((each) => ({ ...each, labels: each.labels.map(other) }));
  return { ...world, secrets: world.secrets.map((each) => (each === secret ? { ...secret, versions } : each)) };
}

function restoreStep(moment: Moment, world: World): Step {
  return {
    choice: { kind: 'restore', run: 0, fault: undefined, stale: [] },
    after: timePasses({ ...moment, world, operatorAction: undefined }),
    seen: undefined,
    at: undefined,
  };
}

/**
 * The execution goes on from the step that did not succeed, with its old data.
 * https://docs.aws.amazon.com/step-functions/latest/dg/redrive-executions.html
 */
function redriveStep(moment: Moment, index: number, { subject }: Setting): Step {
  const runs = moment.runs.map((each, at) => {
    if (at !== index) return each;
    const phase = { kind: 'ready', since: each.execution.enteredAt } as const;
    const { execution, due } = setOff(subject, { ...each.execution, attempts: [], phase });
    return { execution, due: { ...due, within: Infinity }, stuck: undefined, fresh: true };
  });
  const notes = { ...moment.notes, runs: moment.notes.runs.map((each, at) => (at === index ? newRunNotes : each)) };
  return {
    choice: { kind: 'redrive', run: index, fault: undefined, stale: [] },
    after: timePasses({
      ...moment,
      runs,
      notes,
      operatorAction: undefined,
      zone: moment.zone.reset(clocks.sinceEffect(index)).reset(clocks.sinceCall(index)),
    }),
    seen: undefined,
    at: undefined,
  };
}
