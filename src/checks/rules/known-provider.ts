import type { Resource, StartedProvider } from '../../model';
import { isIgnored, placeOf, type Context } from '../context';
import { awsVersionOf, knownInWords, knownVersions } from '../providers/aws-versions';
import { isInOwnNamespace, isKnownProvider, isProviderOf, isSameProvider } from '../providers/known-providers';
import type { Answer, Found, Rule } from '../rule';

export const knownProvider: Rule = {
  id: 'known-provider',
  severity: 'high',
  claim: 'Every resource uses the official provider of its type, and no other provider is started.',
  rationale:
    'The list of types describes the official providers; a provider from another source can do anything, and a plan starts ' +
    'every provider that is required or configured, with the credentials of the plan. ' +
    'https://developer.hashicorp.com/terraform/language/providers/requirements#source-addresses',
  remedy: 'Take the provider from hashicorp/<name>, or remove it if nothing needs it.',
  needs: 'resources',
  leavesOut: 'a resource of another provider, and that the provider is started, if all its resources are left out.',
  beforePlan: 'also',
  example: { of: 'stack', change: { terraform: { required_providers: { aws: { source: 'example/aws' } } } } },
  judge(context) {
    const strange = new Map<string, Found & { readonly answers: Answer[] }>();
    const isOwn = ownership();
    const [leftOut, judged] = [new Set<string>(), new Set<string>()];
    for (const resource of context.model.resources) {
      const { provider, type } = resource;
      if (isOwn(provider, type)) continue;
      const key = provider ?? '';
      if (isLeftOut(context, resource)) {
        leftOut.add(sourceKey(key));
        continue;
      }
      judged.add(sourceKey(key));
      const found = strange.get(key) ?? { ...strangeResource(context, resource), answers: [] };
      found.answers.push(...answerTo(resource));
      strange.set(key, found);
    }
    for (const one of context.model.started ?? []) {
      const key = one.source ?? '';
      // A provider whose resources are all left out was accepted with them.
      if (leftOut.has(sourceKey(key)) && !judged.has(sourceKey(key))) continue;
      if ((one.source === undefined || !isKnownProvider(one.source)) && !strange.has(key))
        strange.set(key, { ...strangeProvider(context, one), answers: [] });
    }
    return [...strange.values(), ...otherVersions(context)];
  },
};

/** The first words of the types that Keyturn knows: their grants count under every provider. */
const known: ReadonlySet<string> = new Set([
  ...['archive', 'aws', 'awscc', 'external', 'http', 'local', 'null', 'random', 'terraform', 'time', 'tls'],
]);

/**
 * Whether a contract leaves a resource of another provider out. A type of a known provider that another one serves is never left out, and a change
 * cannot replace the provider by one of the same name: the contract names its source, or only the owner of the name can publish it.
 */
function isLeftOut(context: Context, { provider, type, address }: Resource): boolean {
  const name = type.split('_')[0] ?? '';
  if (provider === undefined || known.has(name)) return false;
  return isIgnored(context, knownProvider.id, address, (entry) =>
    entry.provider === undefined ? isInOwnNamespace(provider, name) : isSameProvider(entry.provider, provider),
  );
}

/** The source that an entry must name; undefined if the name of the provider says it. Null if no entry can leave the resource out. */
function sourceToName({ provider, type }: Resource): string | undefined | null {
  const name = type.split('_')[0] ?? '';
  if (provider === undefined || known.has(name)) return null;
  return isInOwnNamespace(provider, name) ? undefined : provider;
}

/** The finding of a provider, about its first resource. */
function strangeResource(context: Context, resource: Resource): Found {
  const { provider, address } = resource;
  const what = provider === undefined ? 'a provider that is not shown' : `the provider "${provider}"`;
  return {
    verdict: 'undecided',
    place: placeOf(context, resource),
    message: `${address} uses ${what}, and Keyturn does not know what this provider does`,
    remedy: remedyFor(context, resource),
  };
}

function answerTo(resource: Resource): Answer[] {
  const provider = sourceToName(resource);
  if (provider === null) return [];
  return [{ member: 'ignored', address: resource.address, ...(provider === undefined ? {} : { provider }) }];
}

/** Before a plan there are no contracts, so no entry could leave the resource out. */
function remedyFor({ contracts }: Context, resource: Resource): string {
  const provider = sourceToName(resource);
  if (provider === null || contracts.length === 0) return knownProvider.remedy;
  const { address, type } = resource;
  // The pattern matches all resources of the provider in the same module.
  const all = `${address.slice(0, address.lastIndexOf(`${type}.`))}${type.split('_')[0] ?? ''}_*`;
  const source = provider === undefined ? '' : ` and "provider": ${JSON.stringify(provider)}`;
  return `${knownProvider.remedy} If you trust the provider, list ${JSON.stringify(address)}, or ${JSON.stringify(all)}, under "ignored" in a contract, with the reason${source}.`;
}

/** A source address without the host of the default registry, which some inputs leave out. */
function sourceKey(source: string): string {
  return source.toLowerCase().replace(/^registry\.(?:terraform\.io|opentofu\.org)\//, '');
}

function strangeProvider(context: Context, started: StartedProvider): Found {
  const what = started.source === undefined ? 'a provider that is not shown' : `the provider "${started.source}"`;
  return {
    verdict: 'undecided',
    place: placeOfProvider(context, started),
    message: `every plan starts ${what} with the credentials of the plan, and Keyturn does not know what this provider does`,
    remedy: knownProvider.remedy,
  };
}

function placeOfProvider({ model }: Context, { file, pointer }: StartedProvider): Found['place'] {
  return { input: file ?? model.file, pointer };
}

/** The AWS provider in a major version without known types. */
function otherVersions(context: Context): Found[] {
  const version = awsVersionOf(context.model);
  const lines = knownVersions.map(([major]) => `${major}.x`);
  switch (version.kind) {
    case 'known':
    case 'newer':
      return [];
    case 'not-understood':
      return [
        {
          verdict: 'undecided',
          place: placeOfProvider(context, version.at),
          message: `the version of the AWS provider is not known: ${JSON.stringify(version.constraint)} is not a valid version constraint`,
          remedy: `Bind the provider to versions of ${lines.join(' or ')}, such as "~> ${lines.at(-1)?.replace('x', '0') ?? ''}".`,
        },
      ];
    case 'other-line':
      return [
        {
          verdict: 'undecided',
          place: placeOfProvider(context, version.at),
          message: `the list of types knows versions ${knownInWords} of the AWS provider, and this input demands ${JSON.stringify(version.constraint)}`,
          remedy: `Use a version of ${lines.join(' or ')}.`,
        },
      ];
  }
}

/** Whether a type belongs to its provider. A plan has thousands of resources of a few types, so the answer is cached. */
function ownership(): (provider: string | undefined, type: string) => boolean {
  const known = new Map<string | undefined, Map<string, boolean>>();
  return (provider, type) => {
    const types = known.get(provider) ?? new Map<string, boolean>();
    const answer = types.get(type) ?? isOfProvider(provider, type);
    known.set(provider, types.set(type, answer));
    return answer;
  };
}

function isOfProvider(provider: string | undefined, type: string): boolean {
  const name = type.split('_')[0] ?? '';
  // A stack does not name the built-in provider.
  return provider === undefined ? name === 'terraform' : isProviderOf(provider, name);
}
