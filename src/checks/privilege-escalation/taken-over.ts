import { contains, type Statement } from '../../iam';
import { isListedByIam, plainText, type Model, type Resource } from '../../model';
import { overlapsArn } from '../identities/arn-overlap';
import { holdersIn } from '../identities/holders';
import { identitiesIn, type Identity } from '../identities/identities';
import { namesAction, widened } from '../identities/statements';
import { once } from '../../once';
import { trustPolicyOf } from '../policy-index';
import { takeovers, type Takeover } from './escalation-ways';

/** The resources that a statement lets its holder change so that they run the holder's code. */
interface TakenOver {
  readonly action: string;
  /** Whether these are all resources of the kind in the account. */
  readonly isEvery: boolean;
  /** The roles that they run as, as far as the input shows them. */
  readonly roles: readonly Identity[];
  /** ARNs of resources that the input does not show. */
  readonly unseen: readonly string[];
}

/** Returns undefined if the statement has no such call, or only on other kinds. */
export function takenOver(model: Model, statement: Statement, takeover: Takeover): TakenOver | undefined {
  const action = takeover.actions.find((one) => namesAction(statement, one));
  if (action === undefined) return undefined;
  const { resource } = statement;
  const all = resource === undefined || resource.negated ? ['*'] : resource.patterns.map(widened);
  const patterns = all.filter((pattern) => overlapsArn(pattern, takeover.arns));
  if (patterns.length === 0) return undefined;
  const whole = partOf(takeover.arns);
  if (patterns.some((pattern) => contains(partOf(pattern), whole))) {
    const roles = rolesThatTrust(model, takeover.services);
    return { action, isEvery: true, roles, unseen: isListedByIam(model.kind) ? [] : ['*'] };
  }
  const found = patterns.map((pattern) => runnersOf(model, pattern, takeover));
  return {
    action,
    isEvery: false,
    roles: [...new Set(found.flatMap(({ roles }) => roles))],
    unseen: patterns.filter((_, index) => found[index]?.isShown !== true),
  };
}

/** The part of an ARN after the account. */
function partOf(arn: string): string {
  const rest = arn.split(':').slice(5);
  return rest.length === 0 ? '*' : rest.join(':');
}

interface Runners {
  readonly roles: readonly Identity[];
  /** Whether the pattern names a single resource, and the input has it. */
  readonly isShown: boolean;
}

/** The roles of the resources that a pattern names, as far as the input has them. */
function runnersOf(model: Model, pattern: string, { arns, types }: Takeover): Runners {
  const part = partOf(pattern);
  const place = arns.slice(0, -partOf(arns).length);
  const { byKey } = identitiesIn(model);
  const named = Object.entries(types).flatMap(([type, { role, prefix, name }]) =>
    (resourcesOf(model).get(type) ?? []).flatMap((resource) => {
      const own = `${prefix}${name === undefined ? '*' : plainText(resource.values, name) || '*'}`;
      if (![own, `${own}/*`, `${own}:*`].some((one) => overlapsArn(pattern, `${place}${one}`))) return [];
      return [{ isExact: own === part, holders: holdersIn(model, resource, role, 'role') }];
    }),
  );
  return {
    roles: named.flatMap(({ holders }) => holders.named.flatMap(({ key }) => byKey.get(key) ?? [])),
    isShown: named.some(({ isExact, holders }) => isExact && holders.others === undefined),
  };
}

const taken: ReadonlySet<string> = new Set(takeovers.flatMap(({ types }) => Object.keys(types)));

/** The resources that run as a role, by their type. */
const resourcesOf = once((model: Model): ReadonlyMap<string, readonly Resource[]> => {
  const found = new Map<string, Resource[]>();
  for (const resource of model.resources) {
    if (resource.mode === 'data' || !taken.has(resource.type)) continue;
    found.set(resource.type, [...(found.get(resource.type) ?? []), resource]);
  }
  return found;
});

/** The roles of the input that a service can run as, including roles with an unknown trust policy. */
function rolesThatTrust(model: Model, services: readonly string[]): readonly Identity[] {
  return rolesWithTrust(model).flatMap(({ role, trusted }) =>
    trusted === undefined || services.some((service) => trusted.has(service)) ? [role] : [],
  );
}

const rolesWithTrust = once((model: Model) =>
  identitiesIn(model).all.flatMap((role) =>
    role.kind === 'role' ? role.resources.map((resource) => ({ role, trusted: servicesTrustedBy(resource) })) : [],
  ),
);

/** The services that a role trusts; undefined if they are not known, or are all. */
function servicesTrustedBy(role: Resource): ReadonlySet<string> | undefined {
  const reading = trustPolicyOf(role);
  if (reading.kind === 'unknown') return undefined;
  if (reading.kind !== 'document') return new Set();
  const principals = reading.document.statements.flatMap(({ effect, principal }) =>
    effect === 'Deny' || principal === undefined ? [] : [principal],
  );
  if (principals.some(({ negated }) => negated)) return undefined;
  const services = principals.flatMap((one) => one.principals.filter(({ type }) => type === 'Service'));
  return new Set(services.map(({ value }) => value));
}
