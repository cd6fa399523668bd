import { placeOf } from '../context';
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
    const machines = context.judged.flatMap(({ machine, contract }) =>
      machine === undefined ? [] : [{ machine, contract }],
    );
    if (machines.length === 0) return undefined;
    return machines.flatMap(({ machine, contract }) =>
      machine.definition.problems.map(({ message, state, pointer }) => ({
        verdict: 'undecided',
        place: {
          ...placeOf(context, machine.resource, 'definition'),
          contract: contract.name,
          contractPointer: '/subject',
          ...(state === undefined ? {} : { state }),
          ...(pointer === undefined ? {} : { within: pointer }),
        },
        message: `the definition of machine "${machine.name}": ${message}`,
        remedy: definitionUnderstood.remedy,
      })),
    );
  },
};
