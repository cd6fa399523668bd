import { isObject, type JsonObject } from '../../../json';
import { attribute, plainText, type Value, type ValueObject } from '../../../model';
import { updateSecret } from '../../../workflow/operations';
import { objectsOf, typeOf, type DefinedState } from '../definition';
import { isTainted, isWithin, taintedParameters, type Taint } from './tainted';

/** Fields that hold one path, by the type of the state. The value there becomes visible in the effects of the state, or in its failure. */
const readingFields: { readonly [type: string]: readonly string[] } = {
  Task: ['TimeoutSecondsPath', 'HeartbeatSecondsPath'],
  Wait: ['SecondsPath', 'TimestampPath'],
  Fail: ['ErrorPath', 'CausePath'],
};

/** Returns the uses of the secret in a state that other people can see. */
export function sinksOf(defined: DefinedState, input: Taint): string[] {
  const { state } = defined;
  const type = typeOf(defined);
  const fields = (readingFields[type] ?? []).filter((name) => isTainted(attribute(state, name), input));
  const into = fields.map((name) => `its ${name}`);
  if (type === 'Task') into.push(...parameterLeaks(state, input), ...credentialLeaks(state, input));
  if (type === 'Choice' && objectsOf(state, 'Choices').some((rule) => dependsOnSecret(rule, input)))
    into.push('the way that the execution takes');
  return into;
}

/** The parameters of a Task that receive the secret, except the one that should. */
function parameterLeaks(state: ValueObject, input: Taint): string[] {
  const parameters = attribute(state, 'Parameters');
  if (parameters === undefined) return input.length > 0 ? ['the whole input of the call'] : [];
  const mayHold = plainText(state, 'Resource').endsWith(`:states:::${updateSecret.integration}`);
  return taintedParameters(parameters, input, [])
    .filter((path) => !(mayHold && path === 'SecretString.$'))
    .map((path) => `the parameter ${path}`);
}

function credentialLeaks(state: ValueObject, input: Taint): string[] {
  const credentials = attribute(state, 'Credentials');
  return credentials === undefined
    ? []
    : taintedParameters(credentials, input, []).map((path) => `its Credentials ${path}`);
}

/**
 * Whether the value of the secret decides a condition. The existence and the type of the secret are already known; the content of a value that
 * was made from it is not. The words of a refusal are not part of a key.
 */
function dependsOnSecret(condition: JsonObject, input: Taint): boolean {
  const { Not: not } = condition;
  const inner = [...objectsOf(condition, 'And'), ...objectsOf(condition, 'Or'), ...(isObject(not) ? [not] : [])];
  if (inner.some((part) => dependsOnSecret(part, input))) return true;
  const variable = attribute(condition, 'Variable');
  return Object.entries(condition).some(([name, operand]) => {
    if (name.endsWith('Path') && isTainted(operand, input)) return true;
    if (/^Is[A-Z]/.test(name)) return isWithin(variable, input);
    if (name === 'StringMatches' && areRefusals(operand)) return isWithin(variable, input);
    return /(?:Equals|Than|Matches)(?:Path)?$/.test(name) && isTainted(variable, input);
  });
}

/**
 * The words of AWS for a refused call. The cause of a call can quote the secret, and only its text distinguishes a refusal from a call that may
 * have succeeded:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html
 */
const refusals = [
  '',
  'AccessDenied',
  'Access to KMS is not allowed',
  'is not authorized to perform',
  'not authorized',
  'Rate exceeded',
] as const;

/** Whether a pattern looks only for these words: any other pattern can look for the letters of the secret. */
function areRefusals(pattern: Value): boolean {
  const known: readonly string[] = refusals;
  return typeof pattern === 'string' && pattern.split('*').every((piece) => known.includes(piece));
}
