import { InputError } from '../../../src/input-error';
import type { Json } from '../../../src/json';
import {
  begin,
  compileMachine,
  giveUp,
  proceed,
  settle,
  type Answer,
  type Execution,
  type Machine,
} from '../../../src/simulator/asl';
import type { Loose } from '../sample';

const secretKey = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEYzz';

/** The machine of a definition; undefined if the simulator refuses it. */
export function machineOf(definition: Loose): Machine | undefined {
  try {
    return compileMachine(JSON.stringify(definition), {
      name: 'rotation',
      arn: 'arn:aws:states:eu-central-1:111122223333:stateMachine:rotation',
      roleArn: 'arn:aws:iam::111122223333:role/rotation',
      isSimulated: () => true,
    });
  } catch (error) {
    if (error instanceof InputError) return undefined;
    throw error;
  }
}

/** What a service answers next: a number decides. */
type Draw = (below: number) => number;

const key = (AccessKeyId: string, index: number): Json => ({
  UserName: 'ci-deployer',
  AccessKeyId,
  Status: index === 1 ? 'Inactive' : 'Active',
  CreateDate: `2026-01-0${index + 1}T00:00:00Z`,
});

/** The services, as far as an execution sees them: most calls succeed, and most lists show what is there. */
class Services {
  private readonly old: number;
  private isCreated = false;

  constructor(private readonly draw: Draw) {
    this.old = draw(3);
  }

  answer(api: string, parameters: Json): Answer | 'none' {
    const kind = this.draw(12);
    const cause = `refused: ${JSON.stringify(parameters)}`;
    if (kind === 0) return 'none';
    if (kind === 1) return { ok: false, error: 'Iam.NoSuchEntityException', cause };
    if (kind === 2)
      return { ok: false, error: 'SecretsManager.SecretsManagerException', cause: `not authorized: ${cause}` };
    if (api === 'createAccessKey') {
      this.isCreated = true;
      return { ok: true, result: { AccessKey: { ...(key('AKIANEW', 0) as object), SecretAccessKey: secretKey } } };
    }
    if (api !== 'listAccessKeys') return { ok: true, result: {} };
    const count = this.draw(8) === 0 ? this.draw(5) : this.old;
    const own = this.isCreated ? ['AKIANEW'] : [];
    const list = [...own, 'AKIAOLD1', 'AKIAOLD2', 'AKIAOTHER', 'AKIAOTHER2'].slice(0, count + own.length).map(key);
    return { ok: true, result: { AccessKeyMetadata: list, ...(this.draw(2) === 0 ? { IsTruncated: false } : {}) } };
  }
}

/** Errors that the data make, and AWS describes with the data. */
const ofData = [
  'States.Runtime',
  'States.IntrinsicFailure',
  'States.ResultPathMatchFailure',
  'States.ParameterPathFailure',
];

const holds = (value: unknown): boolean => JSON.stringify(value ?? null).includes(secretKey);

/**
 * Runs an execution with answers that are drawn, and says where the secret access key came out: in a call that is not the one that stores it, in
 * the output, the error or the cause, or in a state that broke over data that held it. Undefined where it did not.
 */
export function leakOf(machine: Machine, draw: Draw): string | undefined {
  let now = Date.parse('2026-01-01T00:00:00Z');
  const input = {
    userName: 'ci-deployer',
    secretName: 'ci-deployer/aws',
    ...(draw(2) === 0 ? { gracePeriodSeconds: 5 } : {}),
  };
  const services = new Services(draw);
  let execution = begin(machine, { name: 'run', input, at: now, seed: 1 });
  for (let step = 0; step < 400; step++) {
    const { phase, state, data } = execution;
    if (phase.kind === 'ended') return endLeak(phase.result, state);
    let next: Execution;
    if (phase.kind === 'calling') {
      const { api, parameters } = phase.call;
      const sent = Object.entries(parameters).filter(([name]) => api !== 'updateSecret' || name !== 'SecretString');
      if (holds(sent)) return `state ${state} calls ${api} with it`;
      const given = services.answer(api, parameters);
      next = given === 'none' ? giveUp(machine, execution, now) : settle(machine, execution, given, now);
      if (broke(next, execution) && (holds(data) || api === 'createAccessKey'))
        return `state ${state} broke over its result`;
    } else {
      if ('until' in phase) now = Math.max(now, phase.until);
      next = proceed(machine, execution, now);
      if (broke(next, execution) && holds(data)) return `state ${state} broke`;
    }
    execution = next;
  }
  return undefined;
}

function endLeak(result: Loose, state: string): string | undefined {
  return holds(result) ? `the execution ended in ${state} with it` : undefined;
}

/** Whether a state failed by its data just now, and not by the answer of a service. */
function broke(next: Execution, before: Execution): boolean {
  const made = (text: string): number => ofData.reduce((sum, error) => sum + text.split(`"${error}"`).length - 1, 0);
  const ended = next.phase.kind === 'ended' ? JSON.stringify(next.phase.result) : '';
  const retried = next.phase.kind === 'retrying' ? JSON.stringify(next.phase) : '';
  return made(ended) > 0 || made(retried) > 0 || made(JSON.stringify(next.data)) > made(JSON.stringify(before.data));
}
