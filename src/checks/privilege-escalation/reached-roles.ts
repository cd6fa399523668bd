import { contains, overlaps, partitionOf, type Statement } from '../../iam';
import { isListedByIam, textOf, type Model, type Resource } from '../../model';
import { overlapsArn } from '../identities/arn-overlap';
import { holderNamed } from '../identities/holders';
import { identitiesIn, type Identity } from '../identities/identities';
import { widened } from '../identities/statements';
import { once } from '../../once';

/** The roles that the resources of a statement name. */
interface ReachedRoles {
  /** Whether it names every role of the account. */
  readonly isEvery: boolean;
  /** The named roles that the input shows. */
  readonly roles: readonly Identity[];
  /** Patterns of roles that the input does not show. */
  readonly unseen: readonly string[];
  /** Whether the input has more patterns and roles than the limit of comparisons. */
  readonly isCutShort: boolean;
}

const nobody: ReachedRoles = { isEvery: false, roles: [], unseen: [], isCutShort: false };

/** The roles that a statement applies to, as far as the input shows them. */
export function rolesReached(model: Model, { resource }: Pick<Statement, 'resource'>): ReachedRoles {
  if (resource === undefined || resource.negated) return { ...nobody, isEvery: true };
  const found = resource.patterns.map((pattern) => reachedBy(model, widened(pattern)));
  return {
    isEvery: found.some(({ isEvery }) => isEvery),
    roles: [...new Set(found.flatMap(({ roles }) => roles))],
    unseen: found.flatMap(({ unseen }) => unseen),
    isCutShort: found.some(({ isCutShort }) => isCutShort),
  };
}

/** The limit of comparisons between patterns and roles in one input. An honest input needs a few thousand; two million take a second. */
const mostComparisons = 2_000_000;
const comparisonsIn = once((_: Model) => ({ left: mostComparisons }));

function reachedBy(model: Model, pattern: string): ReachedRoles {
  const [, , service = '*', , account = '*', ...rest] = pattern.split(':');
  const part = rest.length === 0 ? '*' : rest.join(':');
  if (!overlaps(service, 'iam') || !overlaps(part, 'role/*')) return nobody;
  if (contains(part, 'role/?*')) return { ...nobody, isEvery: true };
  const isLiteral = !/[*?]/.test(pattern);
  const candidates = isLiteral ? roleNamed(model, part) : rolesOf(model);
  const comparisons = comparisonsIn(model);
  comparisons.left -= candidates.length;
  if (comparisons.left < 0) return { ...nobody, isCutShort: true };
  const roles = candidates.filter((role) => arnsOf(model, role).some((arn) => overlapsArn(pattern, arn)));
  const isShown = isLiteral && roles.some(({ resources }) => resources.length > 0);
  const isWhole = isListedByIam(model.kind) && account === accountIn(model);
  return { ...nobody, roles, unseen: isShown || isWhole ? [] : [pattern] };
}

/** A literal ARN names one role, so a map finds it. */
function roleNamed(model: Model, part: string): readonly Identity[] {
  const named = identitiesIn(model).byKey.get(holderNamed('role', part.split('/').at(-1) ?? '').key);
  return named === undefined ? [] : [named];
}

const rolesOf = once((model: Model) => identitiesIn(model).all.filter(({ kind }) => kind === 'role'));

function accountIn({ providers }: Model): string | undefined {
  const [first] = providers;
  return typeof first?.accountId === 'string' ? first.accountId : undefined;
}

/** The present or future ARNs of a role; a `*` matches the unknown parts. */
export function arnsOf(model: Model, { name = '*', resources }: Identity): readonly string[] {
  if (resources.length === 0) return [`arn:*:iam::*:role/${name}`, `arn:*:iam::*:role/*/${name}`];
  return resources.map((resource) => arnOf(model, resource));
}

function arnOf({ providers }: Model, { values, providerKey }: Resource): string {
  const arn = textOf(values, 'arn');
  if (typeof arn === 'string') return arn;
  const [path, name] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
  const { accountId, region } = providers.find(({ key }) => key === providerKey) ?? {};
  const place = `arn:${typeof region === 'string' ? partitionOf(region) : '*'}:iam::${typeof accountId === 'string' ? accountId : '*'}`;
  return `${place}:role${typeof path === 'string' ? path : '/*'}${typeof name === 'string' ? name : '*'}`;
}
