import type { Value, Written } from '../../model';
import { baseStackOf, noBase } from '../before-plan/base';
import { argumentsOf, differingNames, isLiteral } from '../before-plan/same-json';
import type { Found, Rule } from '../rule';

export const sameBackend: Rule = {
  id: 'same-backend',
  severity: 'critical',
  claim: 'The backend is the same as in the base, with the same arguments.',
  rationale:
    'Terraform reads the state before it plans: a backend at another host is sent what the plan authenticates with, and answers with a state of its ' +
    'own. https://developer.hashicorp.com/terraform/language/backend',
  remedy: 'Change the backend in a separate pull request, which people review and nothing plans.',
  needs: 'resources',
  beforePlan: 'only',
  example: {
    of: 'stack before a plan',
    change: { terraform: { backend: { local: null, http: { address: 'https://example.com/state' } } } },
  },
  judge(context) {
    const { model } = context;
    const written = model.written?.();
    if (written === undefined) return undefined;
    const place = { input: model.file, pointer: '/terraform' };
    const base = baseStackOf(context);
    if (base.kind === 'none') return [{ verdict: 'undecided', place, ...noBase }];
    const settings = settingsOf(written);
    const differing = differingNames(settings, settingsOf(base.written)).map((name): Found => {
      const message = `"${name}" of the block "terraform" differs from the base`;
      return { verdict: 'fail', place, message, remedy: sameBackend.remedy };
    });
    const moving = [...settings]
      .filter(([, value]) => !isLiteral(value))
      .map(([name]): Found => {
        const message = `"${name}" of the block "terraform" is an expression, so another part of the stack decides its value`;
        return { verdict: 'undecided', place, message, remedy: 'Write it as a literal value.' };
      });
    return [...differing, ...moving];
  },
};

/** Settings that `same-providers` compares, or that only refuse versions of Terraform. */
const elsewhere: ReadonlySet<string> = new Set(['required_providers', 'required_version']);

/** All other settings of the block: the backend, and anything that a release of Terraform or OpenTofu adds. */
function settingsOf({ blocks }: Written): Map<string, Value> {
  const settings = new Map<string, Value>();
  for (const { type, body } of blocks) {
    if (type !== 'terraform') continue;
    for (const [name, value] of argumentsOf(body))
      // Two blocks can each have a part; then both parts are compared.
      if (!elsewhere.has(name)) settings.set(name, settings.has(name) ? [settings.get(name) ?? null, value] : value);
  }
  return settings;
}
