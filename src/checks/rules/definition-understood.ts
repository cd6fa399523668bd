import { isRotation } from '../calls/rotation';
import { placeOf, type JudgedMachine, type JudgedRole } from '../context';
import type { Problem } from '../definition/language/form';
import type { Rule } from '../rule';

export const definitionUnderstood: Rule = {
  id: 'definition-understood',
  severity: 'high',
  claim: "The machine's definition is known, and these rules understand all of it.",
  rationale:
    'A field, a variable or a language that the rules do not know can move data or make calls unseen. Every object ' +
    'of a definition has a closed list of fields. ' +
    'https://docs.aws.amazon.com/step-functions/latest/dg/concepts-amazon-states-language.html',
  remedy: 'Write the definition in JSONPath with the states that Keyturn writes.',
  example: { of: 'states', change: { RefuseUserName: { QueryLanguage: 'JSONata' } } },
  judge(context) {
    const machines = context.judged.flatMap((role) =>
      role.machine === undefined ? [] : [{ role, machine: role.machine }],
    );
    if (machines.length === 0) return undefined;
    return machines.flatMap(({ role, role: { contract }, machine }) =>
      problemsOf({ role, machine }).map(({ message, state, pointer }) => ({
        verdict: 'undecided',
        place: {
          ...placeOf(context, machine.resource, 'definition'),
          contract: contract.name,
          contractPointer: '/subject',
          ...(state === undefined ? {} : { state }),
          ...(pointer === undefined ? {} : { within: pointer }),
        },
        message: `the definition of machine "${machine.name}": ${message}`,
        remedy: isRotation({ role, machine }) ? definitionUnderstood.remedy : remedyOfOthers(role, machine),
      })),
    );
  },
};

/** A machine of other work may move data in any way: only what can hide a call from the rules is a problem of it. */
function problemsOf(one: { readonly role: JudgedRole; readonly machine: JudgedMachine }): readonly Problem[] {
  const { problems } = one.machine.definition;
  return isRotation(one) ? problems : problems.filter(({ doubt }) => doubt === 'calls');
}

function remedyOfOthers({ roleName }: JudgedRole, { resource }: JudgedMachine): string {
  return `Build the definition from values that are known before the apply, or judge the role alone: "subject": { "role": ${JSON.stringify(roleName)} }, with { "address": ${JSON.stringify(resource.address)} } in "uses".`;
}
