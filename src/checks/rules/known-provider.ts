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
  needs: 'resources',
  example: { of: 'stack', change: { terraform: { required_providers: { aws: { source: 'example/aws' } } } } },
  judge(context) {
    const strange = new Map<string, Found>();
    for (const resource of context.model.resources) {
      const { provider, type } = resource;
      if (isOwn(provider, type)) continue;
      const key = provider ?? '';
      if (!strange.has(key)) {
        const what = provider === undefined ? 'a provider that is not shown' : `the provider "${provider}"`;
        strange.set(key, {
          verdict: 'undecided',
          place: placeOf(context, resource),
          message: `${resource.address} is of ${what}, of which it is not known what it does`,
          remedy: knownProvider.remedy,
        });
      }
    }
    return [...strange.values()];
  },
};

/** OpenTofu takes the same provider from an address of its own. */
function isOwn(provider: string | undefined, type: string): boolean {
  const name = type.split('_')[0] ?? '';
  // A stack does not name the provider that is built in.
  if (name === 'terraform') return provider === undefined || provider === builtIn;
  const short = provider?.replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, '');
  return short === `hashicorp/${name}` || short === name;
}
