import { attribute, isObject, nestedBlocks, plainText, Unknown, type Value } from '../../model';
import type { JudgedMachine } from '../context';
import { typeOf, type DefinedState, type Definition } from '../definition/definition';
import { rightsOf, type Rights } from './rights';

/** A call of a state, at any level of the definition. */
export interface Call {
  readonly state: DefinedState;
  /** The call, as the definition writes it. */
  readonly called: string;
  /** Undefined if the actions of the call are not known. */
  readonly rights: Rights | undefined;
  /** The role that makes the call instead of the role of the machine; undefined for that one. */
  readonly credentials?: Value;
}

/** Every call of a definition: those of Tasks, and those of Maps that read, write or start executions. */
export function callsIn({ states }: Definition): Call[] {
  return states.flatMap((state) => (typeOf(state) === 'Task' ? [ofTask(state)] : ofMap(state)));
}

function ofTask(state: DefinedState): Call {
  const called = plainText(state.state, 'Resource');
  const credentials = attribute(state.state, 'Credentials');
  const parameters = attribute(state.state, 'Parameters') ?? attribute(state.state, 'Arguments');
  return { state, called, rights: rightsOf(called, parameters), ...(credentials === undefined ? {} : { credentials }) };
}

/** https://docs.aws.amazon.com/step-functions/latest/dg/use-dist-map-orchestrate-large-scale-parallel-workloads.html */
function ofMap(state: DefinedState): Call[] {
  const calls: Call[] = [];
  for (const { field, rights } of mapRights) {
    const value = attribute(state.state, field);
    if (value === undefined) continue;
    const resource = isObject(value) ? plainText(value, 'Resource') : undefined;
    // A writer without a resource only changes the format of the result.
    if (field === 'ResultWriter' && resource === '') continue;
    const [, integration = ''] = /^arn:[a-z0-9-]+:states:::s3:(\w+)$/.exec(resource ?? '') ?? [];
    calls.push({ state, called: `${field} ${resource ?? ''}`.trim(), rights: rights.get(integration) });
  }
  const processor = attribute(state.state, 'ItemProcessor');
  const config = isObject(processor) ? attribute(processor, 'ProcessorConfig') : undefined;
  if (isObject(config) && attribute(config, 'Mode') === 'DISTRIBUTED')
    calls.push({ state, called: 'distributed Map', rights: childExecutions });
  return calls;
}

/** The rights of each operation on S3 that a field of a Map calls. */
const mapRights: readonly { readonly field: string; readonly rights: ReadonlyMap<string, Rights> }[] = [
  {
    field: 'ItemReader',
    rights: new Map([
      ['getObject', { needed: ['s3:GetObject'], useful: ['s3:ListBucket'] }],
      ['listObjectsV2', { needed: ['s3:ListBucket'], useful: ['s3:GetObject'] }],
    ]),
  },
  {
    field: 'ResultWriter',
    rights: new Map([
      [
        'putObject',
        {
          needed: ['s3:PutObject'],
          useful: ['s3:GetObject', 's3:ListMultipartUploadParts', 's3:AbortMultipartUpload'],
        },
      ],
    ]),
  },
];

/** https://docs.aws.amazon.com/step-functions/latest/dg/iam-policies-eg-dist-map.html */
const childExecutions: Rights = {
  needed: ['states:StartExecution'],
  useful: ['states:DescribeExecution', 'states:StopExecution', 'states:RedriveExecution'],
};

/** Actions that a machine itself uses, in addition to those of its states: for its log, its trace and its key. */
export function usedByMachine({ resource }: JudgedMachine): string[] {
  return settings.flatMap(({ block, actions, isOff }) =>
    nestedBlocks(resource.values, block).some(
      (one) => one instanceof Unknown || !isOff(attribute(one, switchOf[block])),
    )
      ? actions
      : [],
  );
}

const switchOf = {
  logging_configuration: 'level',
  tracing_configuration: 'enabled',
  encryption_configuration: 'type',
} as const;

interface Setting {
  readonly block: keyof typeof switchOf;
  readonly actions: string[];
  readonly isOff: (value: Value | undefined) => boolean;
}

const settings: readonly Setting[] = [
  {
    // https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html
    block: 'logging_configuration',
    actions: [
      ...['CreateLogDelivery', 'CreateLogStream', 'GetLogDelivery', 'UpdateLogDelivery', 'DeleteLogDelivery'],
      ...['ListLogDeliveries', 'PutLogEvents', 'PutResourcePolicy', 'DescribeResourcePolicies', 'DescribeLogGroups'],
    ].map((name) => `logs:${name}`),
    isOff: (level) => level === undefined || level === null || level === 'OFF',
  },
  {
    // https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html
    block: 'tracing_configuration',
    actions: ['PutTraceSegments', 'PutTelemetryRecords', 'GetSamplingRules', 'GetSamplingTargets'].map(
      (name) => `xray:${name}`,
    ),
    isOff: (enabled) => enabled !== true && !(enabled instanceof Unknown),
  },
  {
    // https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html
    block: 'encryption_configuration',
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    isOff: (type) => type === undefined || type === null || type === 'AWS_OWNED_KEY',
  },
];
