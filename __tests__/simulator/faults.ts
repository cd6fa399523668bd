import { faultOf, type FaultKind } from '../../src/explorer/model/faults';
import type { CallMoment, Fault } from '../../src/simulator';

/** The call at this place of a run meets the fault, and every later attempt of its state if the fault lasts. */
export function faultsFrom(index: number, kind: FaultKind): (call: CallMoment) => Fault | undefined {
  let state: string | undefined;
  return (call) => {
    if (kind.actions?.includes(call.action) === false) return undefined;
    if (call.index === index) state = call.state;
    const isLater = kind.isLasting && call.state === state && call.attempt > 1;
    return call.index === index || isLater ? faultOf(kind, call) : undefined;
  };
}
