import type { PolicyDocument } from '../../iam';
import { textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import { referredTo } from '../naming/ownership';
import { once } from '../../once';
import { identityPolicyIn } from '../policy-index';

/** The managed policies of an input, by every name that an attachment can use. */
interface ManagedPolicies {
  readonly byArn: ReadonlyMap<string, Resource>;
  /** Path and name, if AWS has not assigned the ARN yet. */
  readonly byPathAndName: ReadonlyMap<string, Resource>;
}

const policiesIn = once((model: Model): ManagedPolicies => {
  const byArn = new Map<string, Resource>();
  const byPathAndName = new Map<string, Resource>();
  for (const policy of model.resources) {
    if (policy.type !== 'aws_iam_policy' || policy.mode !== 'managed') continue;
    const arn = textOf(policy.values, 'arn');
    if (typeof arn === 'string') byArn.set(arn, policy);
    else byPathAndName.set(pathAndName(policy), policy);
  }
  return { byArn, byPathAndName };
});

function pathAndName({ values }: Resource): string {
  const [path, name] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
  return typeof path === 'string' && typeof name === 'string' ? `${path}${name}` : '';
}

interface NamedPolicies {
  readonly policies: readonly Resource[];
  /** Whether the argument can name no other policy. */
  readonly isAll: boolean;
}

/** The managed policies of the input that an argument names by an ARN or by a reference. */
export function managedPoliciesNamed(model: Model, arn: Value, from: Resource, argument: string): NamedPolicies {
  const { byArn, byPathAndName } = policiesIn(model);
  if (typeof arn === 'string') {
    const [, name = ''] = /^arn:[\w-]+:iam::\d{12}:policy(\/.+)$/.exec(arn) ?? [];
    const policy = byArn.get(arn) ?? byPathAndName.get(name);
    return policy === undefined ? { policies: [], isAll: false } : { policies: [policy], isAll: true };
  }
  if (!(arn instanceof Unknown)) return { policies: [], isAll: false };
  const policies = referredTo(model, arn, { resource: from, attribute: argument }, 'aws_iam_policy') ?? [];
  return { policies, isAll: policies.length > 0 };
}

/** The ARN that a data source looked up, or that an argument of a module contains, if the value is made from that alone. */
export function arnLedTo(model: Model, arn: Unknown, from: Resource): string | undefined {
  const lead = model.leadOf?.(from, arn) ?? { kind: 'lost' };
  const [only, ...more] = lead.kind === 'one-of' ? lead.leads : [lead];
  return only?.kind === 'known' && typeof only.value === 'string' && more.length === 0 ? only.value : undefined;
}

/** The document of the single policy of the input that an argument names; undefined if it names another policy, or if the document cannot be read. */
export function documentsNamed(
  model: Model,
  arn: Value,
  from: Resource,
  argument: string,
): readonly PolicyDocument[] | undefined {
  const { policies, isAll } = managedPoliciesNamed(model, arn, from, argument);
  const [policy, ...more] = policies;
  if (!isAll || policy === undefined || more.length > 0) return undefined;
  const reading = identityPolicyIn(policy.values, 'policy');
  return reading.kind === 'document' ? [reading.document] : undefined;
}
