import { attribute, textOf, Unknown, type Model, type Resource, type Value } from '../../model';
import { modulePrefix } from '../grants/ownership';
import { once } from '../memoize';

/** The managed policies of an input, by all that an attachment may name them by. */
interface ManagedPolicies {
  readonly byArn: ReadonlyMap<string, Resource>;
  /** Path and name, where AWS has not given the ARN yet. */
  readonly byPathAndName: ReadonlyMap<string, Resource>;
  /** The block, with the module that it is in: one policy, or an instance for each `count` or `for_each`. */
  readonly byBlock: ReadonlyMap<string, readonly Resource[]>;
}

const policiesIn = once((model: Model): ManagedPolicies => {
  const byArn = new Map<string, Resource>();
  const byPathAndName = new Map<string, Resource>();
  const byBlock = new Map<string, Resource[]>();
  for (const policy of model.resources) {
    if (policy.type !== 'aws_iam_policy' || policy.mode !== 'managed') continue;
    const block = `${modulePrefix(policy)}${policy.type}.${policy.name}`;
    const same = byBlock.get(block);
    if (same === undefined) byBlock.set(block, [policy]);
    else same.push(policy);
    const arn = textOf(policy.values, 'arn');
    if (typeof arn === 'string') byArn.set(arn, policy);
    else byPathAndName.set(pathAndName(policy), policy);
  }
  return { byArn, byPathAndName, byBlock };
});

function pathAndName({ values }: Resource): string {
  const [path, name] = [textOf(values, 'path') ?? '/', textOf(values, 'name')];
  return typeof path === 'string' && typeof name === 'string' ? `${path}${name}` : '';
}

interface NamedPolicies {
  readonly policies: readonly Resource[];
  /** No other policy can be meant. */
  readonly isAll: boolean;
}

/** The managed policies of the input that an argument names by an ARN or by a reference. */
export function managedPoliciesNamed(model: Model, arn: Value, from: Resource, argument: string): NamedPolicies {
  const { byArn, byPathAndName, byBlock } = policiesIn(model);
  if (typeof arn === 'string') {
    const [, name = ''] = /^arn:[\w-]+:iam::\d{12}:policy(\/.+)$/.exec(arn) ?? [];
    const policy = byArn.get(arn) ?? byPathAndName.get(name);
    return policy === undefined ? { policies: [], isAll: false } : { policies: [policy], isAll: true };
  }
  if (!(arn instanceof Unknown)) return { policies: [], isAll: false };
  const blocks = blocksIn(arn, from, argument);
  const policies = blocks.map((block) => byBlock.get(modulePrefix(from) + block) ?? []);
  return { policies: policies.flat(), isAll: blocks.length > 0 && policies.every(({ length }) => length > 0) };
}

/** The blocks that a value is made from. Which of its instances is meant, `each.key` and `count.index` say, and no more. */
function blocksIn(value: Unknown, from: Resource, argument: string): readonly string[] {
  const references = value.references.length > 0 ? value.references : (from.references.get(argument) ?? []);
  const own = references.filter((reference) => reference !== 'each.key' && reference !== 'count.index');
  return [
    ...new Set(
      own
        .map((one) => one.replace(/\[.*$/s, ''))
        .map((one) =>
          one
            .split('.')
            .slice(0, isData(one) ? 3 : 2)
            .join('.'),
        ),
    ),
  ];
}

function isData(reference: string): boolean {
  return reference.startsWith('data.');
}

/** The ARN of a policy that a data source looks up by its name or its ARN, if the value is made from that alone. */
export function arnOfDataSource(model: Model, arn: Unknown, from: Resource, argument: string): string | undefined {
  const [block = '', ...more] = blocksIn(arn, from, argument);
  if (more.length > 0 || !block.startsWith('data.aws_iam_policy.')) return undefined;
  const values = dataSources(model).get(modulePrefix(from) + block) ?? {};
  const found = attribute(values, 'arn');
  return typeof found === 'string' ? found : undefined;
}

const dataSources = once(
  ({ resources }: Model) =>
    new Map(resources.filter(({ mode }) => mode === 'data').map(({ address, values }) => [address, values])),
);
