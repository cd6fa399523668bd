import type { Construct } from '../../model';
import type { Found, Rule } from '../rule';

/** Constructs of a stack that a plan runs or reads in ways that the stack does not show. */
const refused: ReadonlySet<Construct['kind']> = new Set(['block', 'module', 'repeated-key', 'sibling']);

export const planTakesOneFile: Rule = {
  id: 'plan-takes-one-file',
  severity: 'critical',
  claim:
    'The stack is one file of resources, data sources, providers, variables, locals and outputs, without other files next to it.',
  rationale:
    'Terraform fetches modules from any address, imports any object into a plan, opens ephemeral resources, and reads overrides, values, states ' +
    'and providers from the folder that it plans in. https://developer.hashicorp.com/terraform/language/files',
  remedy: 'Write resources only, and copy the file into an empty folder.',
  beforePlan: 'only',
  example: { of: 'stack before a plan', change: { module: { x: { source: 'git::https://example.com/x.git' } } } },
  judge({ model }) {
    const written = model.written?.();
    const { remedy } = planTakesOneFile;
    if (written === undefined) {
      const message = 'only a stack can be judged before it is planned';
      return [{ verdict: 'undecided', place: { input: model.file }, message, remedy: 'Give the cdk.tf.json.' }];
    }
    const constructs = model.constructs
      .filter(({ kind }) => refused.has(kind))
      .map(({ description, pointer }): Found => {
        const place = { input: model.file, ...(pointer === undefined ? {} : { pointer }) };
        return { verdict: 'fail', place, message: description, remedy };
      });
    const others = (written.others ?? []).map((name): Found => {
      const message = `${name} is next to the stack, and Terraform may read it`;
      return { verdict: 'fail', place: { input: model.file }, message, remedy };
    });
    return [...constructs, ...others];
  },
};
