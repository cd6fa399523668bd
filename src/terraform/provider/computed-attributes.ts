import { partitionOf, scheduleGroupArn, stateMachineArn, type ResourcePlace } from '../../iam';
import type { Provider } from '../../model';

/** The inputs of a resource's computed attributes. */
interface NamedResource {
  readonly type: string;
  readonly name: string;
  /** Only IAM resources have one. */
  readonly path: string | undefined;
  readonly provider: Provider | undefined;
}

const namedById = new Set(['aws_iam_role', 'aws_iam_user', 'aws_scheduler_schedule_group']);
const kindsOfIam: ReadonlyMap<string, string> = new Map([
  ['aws_iam_policy', 'policy'],
  ['aws_iam_role', 'role'],
  ['aws_iam_user', 'user'],
]);

/** An attribute that AWS computes from names alone, so that it is known before the apply; undefined for every other. */
export function computedAttribute(
  attribute: string,
  { type, name, path, provider }: NamedResource,
): string | undefined {
  if (attribute === 'id' && namedById.has(type)) return name;
  const place = placeOf(provider);
  if (place === undefined) return undefined;
  if (type === 'aws_sfn_state_machine' && ['arn', 'id'].includes(attribute)) return stateMachineArn(place, name);
  if (attribute !== 'arn') return undefined;
  if (type === 'aws_scheduler_schedule_group') return scheduleGroupArn(place, name);
  const kind = kindsOfIam.get(type);
  if (kind === undefined || path === undefined) return undefined;
  return `arn:${place.partition}:iam::${place.accountId}:${kind}${path}${name}`;
}

/** A provider works in one known place if it is bound to one account and its region is known. */
function placeOf(provider: Provider | undefined): ResourcePlace | undefined {
  const { accountId, region } = provider ?? {};
  if (typeof accountId !== 'string' || typeof region !== 'string') return undefined;
  return { accountId, region, partition: partitionOf(region) };
}
