import type { Call } from '../fuzz/policies/evaluator';
import type { Place } from './account';
import type { Gate, SentRequest } from './gate';
import { sectionRights } from './rights-of-sections';

/** A request as IAM judges it: its own action first, then what AWS demands in addition. */
export type Rights = readonly [own: Call, ...others: Call[]];

/** Of the fields of a request, those that are texts and lists. */
type Fields = Readonly<Record<string, string | readonly unknown[] | undefined>>;

/**
 * The rights that a request of Terraform needs, none if AWS asks for none. Throws on a call that is not known here, so that nothing goes
 * unjudged. Each service names its actions after its calls, except S3.
 * https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
function rightsFor(request: SentRequest, place: Place): Rights | undefined {
  const service = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const reader = services[service];
  if (reader === undefined)
    throw new Error(`a call of an unknown service: ${request.method} ${request.url} ${service}`);
  return reader(request, place);
}

/** Lets a gate record the rights of the requests from then on, and others next to them. Call the result to choose the list. */
export function recording(gate: Gate, place: Place, others: (request: SentRequest) => readonly Call[] = () => []) {
  return (recorded: Rights[]): void => {
    gate.heard = (request) => {
      const rights = rightsFor(request, place);
      if (rights !== undefined) recorded.push([...rights, ...others(request)]);
    };
  };
}

const services: Readonly<Record<string, (request: SentRequest, place: Place) => Rights | undefined>> = {
  // No permissions are required: https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html
  sts: ({ body }) => {
    if (new URLSearchParams(body).get('Action') === 'GetCallerIdentity') return undefined;
    throw new Error(`an unknown call of sts: ${body}`);
  },
  iam: iamRights,
  states: machineRights,
  scheduler: schedulerRights,
  kms: keyRights,
  s3: stateRights,
  ...sectionRights,
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const call = (action: string, resource: string, context: Call['context'] = {}): Call => ({ action, resource, context });

function iamRights({ body }: SentRequest, { accountId }: Place): Rights {
  const fields = new URLSearchParams(body);
  const role = `arn:aws:iam::${accountId}:role/${fields.get('RoleName') ?? ''}`;
  const own = call(`iam:${fields.get('Action') ?? ''}`, role);
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/access_tags.html#access_tags_control-requests
  return fields.has('Tags.member.1.Key') && own.action !== 'iam:TagRole' ? [own, call('iam:TagRole', role)] : [own];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsstepfunctions.html */
function machineRights({ headers, body }: SentRequest, { accountId, region }: Place): Rights {
  const name = String(headers['x-amz-target']).split('.').at(-1) ?? '';
  const { name: machine, stateMachineArn, resourceArn, tags, roleArn } = JSON.parse(body) as Fields; // as the API describes it
  if (name === 'ValidateStateMachineDefinition') return [call(`states:${name}`, '*')]; // it has no resource
  const made = `arn:aws:states:${region}:${accountId}:stateMachine:${text(machine) ?? ''}`;
  const resource = text(stateMachineArn ?? resourceArn) ?? made;
  const tagged = name === 'CreateStateMachine' && Array.isArray(tags) ? [call('states:TagResource', resource)] : [];
  return [call(`states:${name}`, resource), ...tagged, ...passing(roleArn, 'states.amazonaws.com')];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_awskeymanagementservice.html */
function keyRights({ headers, body }: SentRequest, { accountId, region }: Place): Rights {
  const name = String(headers['x-amz-target']).split('.').at(-1) ?? '';
  const { KeyId, TargetKeyId, AliasName, Tags } = JSON.parse(body) as Fields; // as the API describes it
  const arn = `arn:aws:kms:${region}:${accountId}`;
  const keyOf = (id: string): string => (id.startsWith('arn:') ? id : `${arn}:key/${id}`);
  const tags = { 'aws:resourcetag/application': ['keyturn'], 'aws:resourcetag/environment': ['staging'] };
  const onKey = (id: string): Call => call(`kms:${name}`, keyOf(id), tags);
  if (name === 'CreateKey') {
    const requested = { 'aws:requesttag/application': ['keyturn'], 'aws:requesttag/environment': ['staging'] };
    const own = call('kms:CreateKey', '*', requested);
    return Array.isArray(Tags) ? [own, call('kms:TagResource', '*', requested)] : [own];
  }
  if (name === 'ListAliases') return [call('kms:ListAliases', '*')];
  const alias = text(AliasName);
  // The key of an alias that is deleted is not in the request.
  if (alias !== undefined) return [call(`kms:${name}`, `${arn}:${alias}`), onKey(text(TargetKeyId) ?? 'of-the-alias')];
  return [onKey(text(KeyId) ?? '')];
}

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridgescheduler.html */
function schedulerRights({ method, url, body }: SentRequest, { accountId, region }: Place): Rights {
  const { pathname, searchParams } = new URL(url, 'http://scheduler');
  const [kind = '', name = ''] = pathname.slice(1).split('/').map(decodeURIComponent);
  const fields = (body === '' ? {} : JSON.parse(body)) as Fields & { readonly Target?: Fields }; // CreateSchedule's body
  const verb = { POST: 'Create', PUT: 'Update', DELETE: 'Delete', GET: 'Get' }[method] ?? method;
  const arn = `arn:aws:scheduler:${region}:${accountId}`;
  if (kind === 'tags') {
    const action = { POST: 'TagResource', DELETE: 'UntagResource', GET: 'ListTagsForResource' }[method] ?? method;
    return [call(`scheduler:${action}`, name)];
  }
  if (kind === 'schedule-groups') {
    const group = `${arn}:schedule-group/${name}`;
    const tagged = Array.isArray(fields.Tags) ? [call('scheduler:TagResource', group)] : [];
    return [call(`scheduler:${verb}ScheduleGroup`, group), ...tagged];
  }
  if (kind !== 'schedules') throw new Error(`an unknown call of scheduler: ${method} ${url}`);
  const schedule = `${arn}:schedule/${text(fields.GroupName) ?? searchParams.get('groupName') ?? ''}/${name}`;
  return [call(`scheduler:${verb}Schedule`, schedule), ...passing(fields.Target?.RoleArn, 'scheduler.amazonaws.com')];
}

/** Everyone who gives a service a role needs the right to pass it. https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html */
function passing(role: unknown, service: string): Call[] {
  return typeof role === 'string' ? [call('iam:PassRole', role, { 'iam:passedtoservice': [service] })] : [];
}

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-with-s3-policy-actions.html */
function stateRights({ method, url }: SentRequest): Rights {
  const { pathname } = new URL(url, 'http://s3');
  const [bucket = '', ...key] = pathname.slice(1).split('/').map(decodeURIComponent);
  const resource = `arn:aws:s3:::${[bucket, ...key].filter(Boolean).join('/')}`;
  if (key.length === 0 && method === 'GET') return [call('s3:ListBucket', resource)];
  const action = { GET: 'GetObject', HEAD: 'GetObject', PUT: 'PutObject', DELETE: 'DeleteObject' }[method];
  if (key.length === 0 || action === undefined) throw new Error(`an unknown call of s3: ${method} ${url}`);
  return [call(`s3:${action}`, resource)];
}
