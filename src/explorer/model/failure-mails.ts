import { transitionsOf } from '../../asl';
import { isObject, type Json, type JsonObject } from '../../json';
import { sendsMail } from '../../workflow';

/**
 * The states that send a mail and from which no transition leads to another call or to a success. The outcome of such a mail changes no key
 * and no secret, and the execution fails in any case. So it is enough to try every fault of the mail once for each failure.
 */
export function failureMailsOf(states: JsonObject): ReadonlySet<string> {
  return new Set(Object.keys(states).filter((name) => isMail(states[name]) && isLastCall(states, name)));
}

function isMail(state: Json | undefined): boolean {
  const resource = isObject(state) ? state['Resource'] : undefined;
  return typeof resource === 'string' && sendsMail(resource);
}

/** Types of states that make no call and whose transitions are known with certainty. */
const quiet: ReadonlySet<Json | undefined> = new Set(['Pass', 'Choice', 'Wait', 'Fail']);

function isLastCall(states: JsonObject, mail: string): boolean {
  const seen = new Set<string>();
  const waiting = [mail];
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    const state = states[name];
    if (!isObject(state) || state['End'] === true) return false;
    if (name !== mail && !quiet.has(state['Type'])) return false;
    for (const { to } of transitionsOf(state)) {
      if (to === undefined) return false;
      waiting.push(to);
    }
  }
  return true;
}
