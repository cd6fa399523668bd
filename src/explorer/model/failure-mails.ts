import { transitionsOf } from '../../asl';
import { isObject, type Json, type JsonObject } from '../../json';
import { operationOf, sendEmail } from '../../workflow';

/**
 * The states that send a mail and from which no way leads to another call or to a success. How such a mail goes changes no key and no secret,
 * and the execution fails in any case. So it is enough to try every fault of it once for each failure.
 */
export function failureMailsOf(states: JsonObject): ReadonlySet<string> {
  return new Set(Object.keys(states).filter((name) => isMail(states[name]) && isLastCall(states, name)));
}

function isMail(state: Json | undefined): boolean {
  const resource = isObject(state) ? state['Resource'] : undefined;
  return typeof resource === 'string' && operationOf(resource) === sendEmail;
}

/** What can follow without a call, and without any doubt about what it is. */
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
