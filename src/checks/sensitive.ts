import { textsIn, attribute, type Model, type Resource, type Value } from '../model';
import type { Context } from './context';
import { once } from '../once';
import { groupsByKey } from '../text/grouped';
import type { Found, Place } from './rule';
import { parseLenientJson } from '../json';

/**
 * The finding without sensitive values. It runs for every finding in one place, so that no rule can forget it: a place in a sensitive value
 * leads only to its statement, and texts that quote such a value are removed.
 */
export function discreet(context: Context, finding: Found): Found {
  const resources = resourcesAt(context.model, finding.place.address);
  const place = marked(resources, finding.place);
  const words = [finding.message, finding.request ?? '', finding.why ?? '', finding.remedy].join('\n');
  const isQuoted = (secret: string): boolean => words.includes(secret);
  if (!resources.some((one) => secretsOf(one).some(isQuoted)) && !judgedSecrets(context).some(isQuoted))
    return { ...finding, place };
  const where = place.statement === undefined ? '' : `statement ${place.statement} of `;
  return {
    verdict: finding.verdict,
    place: withoutContent(place),
    message: `${where}${place.address ?? place.input}: found in a value that is marked sensitive, so no more is shown`,
    remedy: 'Read what the rule requires, and fix the value at its source.',
  };
}

/** Other attributes count as sensitive too, if the resource has a sensitive value. */
function marked(resources: readonly Resource[], place: Place): Place {
  const isSensitive = resources.some(
    ({ sensitive, pointer }) => sensitive.size > 0 && !isFree(sensitive, pointer, place.pointer),
  );
  return isSensitive ? withoutContent(place) : place;
}

/** The name of a state and a position in a document are also parts of the value. */
function withoutContent(place: Place): Place {
  const rest: { -readonly [name in keyof Place]: Place[name] } = { ...place, sensitive: true };
  delete rest.state;
  delete rest.within;
  return rest;
}

function isFree(sensitive: ReadonlySet<string>, resource: string, pointer: string | undefined): boolean {
  if (!pointer?.startsWith(`${resource}/`)) return false;
  const [name = ''] = pointer.slice(resource.length + 1).split('/');
  return !sensitive.has(name.replaceAll('~1', '/').replaceAll('~0', '~'));
}

/** A finding can be reported at another resource than its subject. */
const judgedSecrets = once((context: Context): readonly string[] => {
  const resources = context.judged.flatMap(({ roles, machine, policies }) => [
    ...roles,
    ...(machine === undefined ? [] : [machine.resource]),
    ...policies.map(({ resource }) => resource),
  ]);
  return [...new Set([...new Set(resources)].flatMap(secretsOf))];
});

/** Shorter texts occur in many words by chance. */
const shortest = 3;

/** Words of every policy, which are not secret. */
const everyday = new Set(
  [
    'Version',
    '2012-10-17',
    'Statement',
    'Effect',
    'Allow',
    'Deny',
    'Action',
    'Resource',
    'Condition',
    'Principal',
  ].concat(['Service', 'AWS', 'Type', 'Task', 'States', 'Parameters']),
);

/** The sensitive texts of a resource, including those inside documents. */
const secretsOf = once((resource: Resource): readonly string[] => {
  const values = [...resource.sensitive].flatMap((name) => attribute(resource.values, name) ?? []);
  const texts = values.flatMap((value) => Array.from(textsIn(value), ({ text }) => text));
  const inside = texts.flatMap((text) => Array.from(textsIn(documentIn(text)), (one) => one.text));
  return [...new Set([...texts, ...inside])].filter((text) => text.length >= shortest && !everyday.has(text));
});

function documentIn(text: string): Value {
  try {
    return parseLenientJson(text);
  } catch {
    return null;
  }
}

function resourcesAt(model: Model, address: string | undefined): readonly Resource[] {
  return address === undefined ? [] : (byAddress(model).get(address) ?? []);
}

const byAddress = once(({ resources }: Model) => groupsByKey(resources, ({ address }) => address));
