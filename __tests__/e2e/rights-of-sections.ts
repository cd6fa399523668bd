import type { Call } from '../fuzz/policies/evaluator';
import type { Place } from './account';
import type { SentRequest } from './gate';

/** A request as IAM judges it: its own action first, then what AWS demands in addition. */
type Rights = readonly [own: Call, ...others: Call[]];
type Reader = (request: SentRequest, place: Place) => Rights;

const call = (action: string, resource: string, context: Call['context'] = {}): Call => ({ action, resource, context });

/** The name of a call and its fields, of the services that speak JSON. */
function ofJson({ headers, body }: SentRequest) {
  const name = String(headers['x-amz-target']).split('.').at(-1) ?? '';
  return { name, fields: JSON.parse(body) as Readonly<Record<string, unknown>> }; // as the API describes it
}

/** The fields of a request that are texts. */
const textIn = (fields: Readonly<Record<string, unknown>>, name: string): string | undefined => {
  const value = fields[name];
  return typeof value === 'string' ? value : undefined;
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsns.html */
const topics: Reader = ({ body }, { accountId, region }) => {
  const fields = new URLSearchParams(body);
  const action = `sns:${fields.get('Action') ?? ''}`;
  const made = `arn:aws:sns:${region}:${accountId}:${fields.get('Name') ?? ''}`;
  // A subscription is not a resource of IAM.
  if (fields.has('SubscriptionArn')) return [call(action, '*')];
  const topic = fields.get('TopicArn') ?? fields.get('ResourceArn') ?? made;
  const isTagged = action === 'sns:CreateTopic' && fields.has('Tags.member.1.Key');
  return [call(action, topic), ...(isTagged ? [call('sns:TagResource', topic)] : [])];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonsqs.html */
const queues: Reader = (request, { accountId, region }) => {
  const { name, fields } = ofJson(request);
  const queue = textIn(fields, 'QueueName') ?? textIn(fields, 'QueueUrl')?.split('/').at(-1) ?? '';
  const resource = `arn:aws:sqs:${region}:${accountId}:${queue}`;
  const isTagged = name === 'CreateQueue' && fields['tags'] !== undefined;
  return [call(`sqs:${name}`, resource), ...(isTagged ? [call('sqs:TagQueue', resource)] : [])];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoneventbridge.html */
const eventRules: Reader = (request, { accountId, region }) => {
  const { name, fields } = ofJson(request);
  const rule = textIn(fields, 'Name') ?? textIn(fields, 'Rule') ?? '';
  const resource = textIn(fields, 'ResourceARN') ?? `arn:aws:events:${region}:${accountId}:rule/${rule}`;
  const { Targets = [] } = fields as { readonly Targets?: readonly { readonly RoleArn?: string }[] }; // of PutTargets
  const passed = Targets.flatMap(({ RoleArn }) =>
    RoleArn === undefined ? [] : [call('iam:PassRole', RoleArn, { 'iam:passedtoservice': ['events.amazonaws.com'] })],
  );
  const isTagged = name === 'PutRule' && Array.isArray(fields['Tags']);
  return [call(`events:${name}`, resource), ...(isTagged ? [call('events:TagResource', resource)] : []), ...passed];
};

/** https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html */
const alarms: Reader = ({ body }, { accountId, region }) => {
  const fields = new URLSearchParams(body);
  const action = `cloudwatch:${fields.get('Action') ?? ''}`;
  const name = fields.get('AlarmName') ?? fields.get('AlarmNames.member.1') ?? '';
  const resource = fields.get('ResourceARN') ?? `arn:aws:cloudwatch:${region}:${accountId}:alarm:${name}`;
  const isTagged = action === 'cloudwatch:PutMetricAlarm' && fields.has('Tags.member.1.Key');
  return [call(action, resource), ...(isTagged ? [call('cloudwatch:TagResource', resource)] : [])];
};

/** The services of the sections `alerts` and `events`, by the names in a signature. */
export const sectionRights: Readonly<Record<string, Reader>> = {
  sns: topics,
  sqs: queues,
  events: eventRules,
  monitoring: alarms,
};
