import { placeOf } from '../context';
import type { Found, Rule } from '../rule';

const builtIn = 'terraform.io/builtin/terraform';

export const knownProvider: Rule = {
  id: 'known-provider',
  severity: 'high',
  claim: "Every resource is of its type's own provider.",
  rationale:
    'Types are known by what the provider of that name does with them; a provider from another source may do anything. ' +
    'https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses',
  remedy: 'Take the provider from hashicorp/<name>.',
  judge(context) {
    const strange = new Map<string, Found>();
    for (const resource of context.model.resources) {
      const { provider, type } = resource;
      if (provider === undefined || provider === builtIn || isOwn(provider, type)) continue;
      if (!strange.has(provider)) {
        strange.set(provider, {
          verdict: 'undecided',
          place: placeOf(context, resource),
          message: `${resource.address} is of the provider "${provider}", of which it is not known what it does`,
          remedy: knownProvider.remedy,
        });
      }
    }
    return [...strange.values()];
  },
};

/** OpenTofu takes the same provider from an address of its own. */
function isOwn(provider: string, type: string): boolean {
  const name = type.split('_')[0] ?? '';
  const short = provider.replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, '');
  return short === `hashicorp/${name}` || short === name;
}
