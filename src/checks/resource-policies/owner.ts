import { parseArn, partitionOf } from '../../iam';
import { textOf, Unknown, type Model, type Resource } from '../../model';
import { once } from '../../once';
import { append } from '../../text/grouped';

/** The resource that a policy or a grant is on, as far as the input shows it. */
export interface Owner {
  /** Addresses by which a contract can name it: that of the resource, and that of its policy if it is a separate resource. */
  readonly addresses: readonly string[];
  readonly arn: string | undefined;
}

/** Finds the resource that `argument` names; without an argument it is the resource itself. */
export function ownerOf(model: Model, resource: Resource, argument: string | undefined): Owner {
  if (argument === undefined) return { addresses: [resource.address], arn: arnOf(model, resource) };
  const named = textOf(resource.values, argument);
  const owner = named instanceof Unknown ? referred(model, resource, named) : literal(model, resource, named);
  const isArn = typeof named === 'string' && parseArn(named) !== undefined;
  return {
    addresses: [resource.address, ...(owner === undefined ? [] : [owner.address])],
    arn: isArn ? named : owner === undefined ? bucketArn(resource) : arnOf(model, owner),
  };
}

/** Finds it by the only reference in the argument. */
function referred(model: Model, from: Resource, unknown: Unknown): Resource | undefined {
  const lead = model.leadOf?.(from, unknown) ?? { kind: 'lost' };
  const [only, ...more] = lead.kind === 'one-of' ? lead.leads : [lead];
  return only?.kind === 'attribute' && more.length === 0
    ? indexOf(model).byAddress.get(only.resource.address)
    : undefined;
}

/** Finds it by a name, an id or an ARN, among the resources of the same service. */
function literal(model: Model, from: Resource, text: string | undefined): Resource | undefined {
  const found = text === undefined ? [] : (indexOf(model).byName.get(text) ?? []);
  const named = found.filter(({ type }) => serviceOf(type) === serviceOf(from.type));
  return named.length === 1 ? named[0] : undefined;
}

function serviceOf(type: string): string {
  return type.split('_')[1] ?? type;
}

interface Index {
  readonly byAddress: ReadonlyMap<string, Resource>;
  readonly byName: ReadonlyMap<string, readonly Resource[]>;
}

const identifying = ['arn', 'id', 'name', 'bucket', 'key_id', 'url', 'function_name', 'identity'];
const ofPolicies = /_(?:policy|acl|permission|grant|attachment|association)$/;

const indexOf = once((model: Model): Index => {
  const byAddress = new Map<string, Resource>();
  const byName = new Map<string, Resource[]>();
  for (const resource of model.resources) {
    if (resource.mode === 'data' || ofPolicies.test(resource.type)) continue;
    byAddress.set(resource.address, resource);
    const names = identifying.map((attribute) => textOf(resource.values, attribute));
    for (const name of new Set(names)) if (typeof name === 'string') append(byName, name, resource);
  }
  return { byAddress, byName };
});

/** The ARN from AWS, or computed from the name if possible. */
function arnOf({ providers }: Model, resource: Resource): string | undefined {
  const arn = textOf(resource.values, 'arn');
  if (typeof arn === 'string') return arn;
  if (resource.type === 'aws_s3_bucket') return bucketArn(resource);
  const service = { aws_sns_topic: 'sns', aws_sqs_queue: 'sqs' }[resource.type];
  const name = textOf(resource.values, 'name');
  const { region, accountId } = providers.find(({ key }) => key === resource.providerKey) ?? {};
  if (service === undefined || typeof name !== 'string') return undefined;
  if (typeof region !== 'string' || typeof accountId !== 'string') return undefined;
  return `arn:${partitionOf(region)}:${service}:${region}:${accountId}:${name}`;
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-arn-format.html */
export function bucketArn({ type, values }: Resource): string | undefined {
  const bucket = type.startsWith('aws_s3_bucket') ? textOf(values, 'bucket') : undefined;
  return typeof bucket === 'string' ? `arn:aws:s3:::${bucket}` : undefined;
}
