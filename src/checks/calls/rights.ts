import { ofRotations, others } from '../../../generated/sdk-calls';
import { attribute, isList, isObject, type Value } from '../../model';
import { optimised } from './optimised';

/** The IAM actions of a call of a state machine. */
export interface Rights {
  /** The actions without which the call fails. */
  readonly needed: readonly string[];
  /** Further actions that the call can use, such as those that stop what it started. */
  readonly useful: readonly string[];
}

const nothing: Rights = { needed: [], useful: [] };

/** The rights for the `Resource` of a Task and its parameters; undefined if they are not known. */
export function rightsOf(resource: string, parameters?: Value): Rights | undefined {
  // A worker polls an activity: the machine calls nothing. https://docs.aws.amazon.com/step-functions/latest/dg/concepts-activities.html
  if (/^arn:[a-z0-9-]+:states:[a-z0-9-]+:\d{12}:activity:[\w-]+$/.test(resource)) return nothing;
  // https://docs.aws.amazon.com/step-functions/latest/dg/connect-lambda.html
  if (/^arn:[a-z0-9-]+:lambda:[a-z0-9-]+:\d{12}:function:[\w-]+(?::[\w$-]+)?$/.test(resource))
    return { needed: ['lambda:InvokeFunction'], useful: [] };
  const [, integration = '', pattern = ''] =
    /^arn:[a-z0-9-]+:states:::(.+?)(\.sync|\.sync:2|\.waitForTaskToken)?$/.exec(resource) ?? [];
  if (integration === 'aws-sdk:dynamodb:transactWriteItems' && !pattern.startsWith('.sync'))
    return ofTransaction(parameters);
  return ofSdk(integration, pattern) ?? ofOptimised(integration, pattern);
}

/** A call of the AWS SDK cannot wait for a job. https://docs.aws.amazon.com/step-functions/latest/dg/integrate-optimized.html */
function ofSdk(integration: string, pattern: string): Rights | undefined {
  const [, service, operation] = /^aws-sdk:([a-z0-9]+):([a-z]\w*)$/.exec(integration) ?? [];
  if (service === undefined || operation === undefined || pattern.startsWith('.sync')) return undefined;
  const needed = callsOf(service).get(operation);
  if (needed === undefined) return undefined;
  return withoutRight.has(integration) ? { needed: [], useful: needed } : { needed, useful: [] };
}

const itemActions: ReadonlyMap<string, string> = new Map([
  ['Put', 'dynamodb:PutItem'],
  ['Update', 'dynamodb:UpdateItem'],
  ['Delete', 'dynamodb:DeleteItem'],
  ['ConditionCheck', 'dynamodb:ConditionCheckItem'],
]);

/**
 * A transaction needs the action of each of its items.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
 */
function ofTransaction(parameters: Value | undefined): Rights | undefined {
  const items = isObject(parameters) ? attribute(parameters, 'TransactItems') : undefined;
  if (!isList(items) || items.length === 0) return undefined;
  const needed = new Set<string>();
  for (const item of items) {
    if (!isObject(item)) return undefined;
    for (const kind of Object.keys(item)) {
      const action = itemActions.get(kind.replace(/\.\$$/, ''));
      if (action === undefined) return undefined;
      needed.add(action);
    }
  }
  return { needed: [...needed], useful: [] };
}

/** Calls that everybody can make. https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
const withoutRight: ReadonlySet<string> = new Set(['aws-sdk:sts:getCallerIdentity']);

function ofOptimised(integration: string, pattern: string): Rights | undefined {
  const known = optimised.get(integration);
  if (known === undefined) return undefined;
  const { needed, useful = [], sync } = known;
  if (!pattern.startsWith('.sync')) return { needed, useful };
  if (sync === undefined || (pattern === '.sync:2' && integration !== 'states:startExecution')) return undefined;
  return { needed: [...needed, ...sync.needed], useful: [...useful, ...sync.useful] };
}

/** The tables are texts, and are read a service at a time. */
const read = new Map<string, ReadonlyMap<string, readonly string[]>>();

function callsOf(service: string): ReadonlyMap<string, readonly string[]> {
  const known = read.get(service) ?? find(service);
  read.set(service, known);
  return known;
}

let unpacked: string | undefined;

function find(service: string): ReadonlyMap<string, readonly string[]> {
  return findIn(ofRotations, service) ?? findIn((unpacked ??= others()), service) ?? new Map();
}

function findIn(table: string, service: string): ReadonlyMap<string, readonly string[]> | undefined {
  const start = table.indexOf(`\n${service} `);
  if (start < 0) return undefined;
  const [, prefix = '', calls = ''] = table.slice(start + 1, table.indexOf('\n', start + 1)).split(' ');
  return new Map(
    calls.split(',').map((call) => {
      const [operation = '', actions] = call.split('=');
      const same = `${prefix}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
      return [operation, actions === undefined ? [same] : actions.split('+')];
    }),
  );
}
