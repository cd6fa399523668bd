import { canonicalJson, isObject, memberOf, type Json } from '../../json';
import type { Difference, Thing } from './difference';
import { jsonIn } from './documents';

/** The differences of two definitions: each state by its name, and all else of the definition as a document. */
export function definitionDifferences(thing: Thing, wanted: string, found: string): Difference[] {
  const [made, deployed] = [jsonIn(wanted), jsonIn(found)];
  if (made === undefined || deployed === undefined)
    return wanted === found ? [] : [{ kind: 'document-differs', thing, document: 'the definition' }];
  const [madeStates, deployedStates] = [statesOf(made), statesOf(deployed)];
  const names = [...new Set([...Object.keys(madeStates), ...Object.keys(deployedStates)])];
  const states = names.flatMap((state): Difference[] => {
    const [one, other] = [madeStates[state], deployedStates[state]];
    if (one === undefined) return [{ kind: 'state-added', thing, state }];
    if (other === undefined) return [{ kind: 'state-missing', thing, state }];
    return canonicalJson(one) === canonicalJson(other) ? [] : [{ kind: 'state-changed', thing, state }];
  });
  const isRestSame = canonicalJson(withoutStates(made)) === canonicalJson(withoutStates(deployed));
  return isRestSame
    ? states
    : [...states, { kind: 'document-differs', thing, document: 'the top level of the definition' }];
}

function statesOf(definition: Json): Readonly<Record<string, Json>> {
  const states = memberOf(definition, 'States');
  return isObject(states) ? states : {};
}

function withoutStates(definition: Json): Json {
  return isObject(definition)
    ? Object.fromEntries(Object.entries(definition).filter(([name]) => name !== 'States'))
    : definition;
}
