import fc from '../../fast-check';
import { hasManyValues } from './arbitraries';
import type { Call, WrittenLine, WrittenPolicy } from './evaluator';

/** The texts of a policy and of a contract, by what they are in a request. */
interface Literals {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** Values by condition key in lower case. */
  readonly values: ReadonlyMap<string, readonly string[]>;
}

/**
 * Requests at the borders of what a policy and a contract say: each of their texts, with its wildcards filled in, one character more or less,
 * in another case, a little later or larger. An action is asked for on resources of its service: no other request exists.
 */
export function requestsAround(policy: WrittenPolicy, lines: readonly WrittenLine[]): fc.Arbitrary<Call> {
  const { actions, resources, values } = literalsOf(policy, lines);
  const context = fc
    .tuple(...[...values].map(([key, ofKey]) => valuesFor(key, ofKey)))
    .map((entries) => Object.fromEntries(entries.filter(([, given]) => given !== undefined)) as Call['context']);
  const action = fc
    .constantFrom(...actions, 'iam:CreateUser')
    .chain(filled)
    .filter(isAction);
  return action.chain((one) => {
    const service = one.split(':')[0]?.toLowerCase() ?? '';
    const ofService = resources.filter((resource) => serviceOf(resource).includes(service));
    const resource = fc
      .constantFrom(...ofService, '*')
      .chain(filled)
      .map((text) => asArnOf(service, text));
    return fc.record({ action: fc.constant(one), resource, context });
  });
}

const isAction = (text: string): boolean => /^[a-z0-9-]+:[A-Za-z0-9]+$/i.test(text);
const serviceOf = (resource: string): string => resource.split(':')[2] ?? '';

/** A resource that a request can have: an ARN of its service, or `*` where there is none. */
function asArnOf(service: string, text: string): string {
  const fields = text.split(':');
  return fields.length >= 6 && fields[2] === service && !/[*?$]/.test(text) ? text : '*';
}

const list = (given: string | readonly string[] | undefined): readonly string[] =>
  given === undefined ? [] : typeof given === 'string' ? [given] : given;

function literalsOf({ Statement }: WrittenPolicy, lines: readonly WrittenLine[]): Literals {
  const values = new Map<string, string[]>([['aws:username', ['a']]]);
  const add = (key: string, more: readonly string[]): unknown =>
    values.set(key.toLowerCase(), [...(values.get(key.toLowerCase()) ?? []), ...more]);
  for (const { Condition = {} } of Statement)
    for (const block of Object.values(Condition))
      for (const [key, given] of Object.entries(block)) add(key, list(given));
  for (const { conditions = [] } of lines) for (const { key, values: given } of conditions) add(key, given);
  return {
    actions: [
      ...Statement.flatMap((one) => [...list(one.Action), ...list(one.NotAction)]),
      ...lines.flatMap((one) => one.actions),
    ],
    resources: [
      ...Statement.flatMap((one) => [...list(one.Resource), ...list(one.NotResource)]),
      ...lines.flatMap((one) => one.resources),
    ],
    values,
  };
}

/** A text that a pattern matches, or one next to those. */
function filled(pattern: string): fc.Arbitrary<string> {
  return fc
    .record({
      many: fc.constantFrom('', 'a', 'ab', 'Key', '/b', ':c'),
      one: fc.constantFrom('a', 'x', 's', '/'),
      variable: fc.constantFrom('a', 'b', '*', ''),
      then: fc.constantFrom(...nextTo),
    })
    .map(({ many, one, variable, then }) =>
      then(
        pattern
          .replaceAll(/\$\{[^}]*\}/g, variable)
          .replaceAll('*', many)
          .replaceAll('?', one),
      ),
    );
}

const nextTo: readonly ((text: string) => string)[] = [
  (text) => text,
  (text) => text,
  (text) => text,
  (text) => `${text}a`,
  (text) => text.slice(0, -1),
  (text) => text.toUpperCase(),
  (text) => text.toLowerCase(),
  (text) => text.replace(/.$/, 'b'),
];

function valuesFor(key: string, ofKey: readonly string[]): fc.Arbitrary<[string, string[] | undefined]> {
  const value = fc.constantFrom(...ofKey, 'other').chain((text) => {
    const read = Number(text);
    if (/^-?\d+(\.\d+)?$/.test(text)) return fc.constantFrom(...[0, 1, -1, 0.5].map((by) => String(read + by)));
    const time = Date.parse(text);
    if (/^\d{4}-/.test(text) && !Number.isNaN(time))
      return fc.constantFrom(0, 1000, -1000).map((by) => new Date(time + by).toISOString().replace('.000', ''));
    if (/^\d+\.\d+\.\d+\.\d+/.test(text)) return fc.constantFrom(text.replace(/\/.*/, ''), '10.1.2.4', '10.255.255.255', '11.0.0.0', '9.255.255.255');
    return filled(text);
  }); // prettier-ignore
  const given = hasManyValues(key) ? fc.array(value, { minLength: 1, maxLength: 2 }) : value.map((one) => [one]);
  return fc
    .oneof({ weight: 4, arbitrary: given }, { weight: 1, arbitrary: fc.constant(undefined) })
    .map((one) => [key, one]);
}
