import { contains, overlaps, type Statement } from '../../iam';
import { isListedByIam, plainText, type Model, type Resource } from '../../model';
import { holdersIn } from '../identities/holders';
import { identitiesIn, type Identity } from '../identities/identities';
import { namesAction, overlapsArn, widened } from '../identities/statements';
import { once } from '../memoize';
import { trustPolicyOf } from '../policy-index';
import { takeovers, type Takeover } from './escalation-ways';

/** What a statement lets its holder make run what the holder wants. */
interface TakenOver {
  readonly action: string;
  /** All of its kind that the account has. */
  readonly isEvery: boolean;
  /** The roles that it runs as, as far as the input shows them. */
  readonly roles: readonly Identity[];
  /** ARNs of what the input does not show. */
  readonly unseen: readonly string[];
}

/** Undefined where the statement has no such call, or has it on nothing of the kind. */
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

/** What an ARN says after the account. */
function partOf(arn: string): string {
  const rest = arn.split(':').slice(5);
  return rest.length === 0 ? '*' : rest.join(':');
}

interface Runners {
  readonly roles: readonly Identity[];
  /** The pattern names one thing, and the input has it. */
  readonly isShown: boolean;
}

/** The roles of what a pattern names, as far as the input has it. */
function runnersOf(model: Model, pattern: string, { types }: Takeover): Runners {
  const part = partOf(pattern);
  const { byKey } = identitiesIn(model);
  const named = Object.entries(types).flatMap(([type, { role, prefix, name }]) =>
    (resourcesOf(model).get(type) ?? []).flatMap((resource) => {
      const own = `${prefix}${name === undefined ? '*' : plainText(resource.values, name) || '*'}`;
      if (![own, `${own}/*`, `${own}:*`].some((one) => overlaps(part, one))) return [];
      return [{ isExact: own === part, holders: holdersIn(model, resource, role, 'role') }];
    }),
  );
  return {
    roles: named.flatMap(({ holders }) => holders.named.flatMap(({ key }) => byKey.get(key) ?? [])),
    isShown: named.some(({ isExact, holders }) => isExact && holders.others === undefined),
  };
}

const taken: ReadonlySet<string> = new Set(takeovers.flatMap(({ types }) => Object.keys(types)));

/** What runs as a role, by its type. */
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

/** The services that a role trusts; undefined where they are not known, or are all. */
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
