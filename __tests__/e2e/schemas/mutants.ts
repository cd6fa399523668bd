import { isList, type Json, type JsonObject } from './schema';

/** A change to a resource of a stack that the comparison must see. */
export interface ResourceMutant {
  readonly what: string;
  /** The resource, which is named `TYPE.NAME`. */
  readonly of: string;
  readonly change: (body: JsonObject) => Json;
  /** What is said of it, without the address; one that only one of the schemas can see says which. */
  readonly problem: string;
  readonly seenBy?: 'the program' | 'the bindings';
  /** What `terraform validate` says of the same: an error, if it is not said. */
  readonly terraform?: 'a warning' | 'nothing';
}

const role = 'aws_iam_role.execution';
const closed = 'aws_iam_role_policies_exclusive.execution';
const machine = 'aws_sfn_state_machine.rotation';
const schedule = 'aws_scheduler_schedule.rotation';
const group = 'aws_scheduler_schedule_group.rotation';

export const resourceMutants: readonly ResourceMutant[] = [
  {
    what: 'a misspelt attribute',
    of: role,
    change: set('desription', 'text'),
    problem: '.desription: there is no such attribute or block',
  },
  {
    what: 'a misspelt block',
    of: machine,
    change: set('loging_configuration', { level: 'OFF' }),
    problem: '.loging_configuration: there is no such attribute or block',
  },
  {
    what: 'a misspelt attribute two blocks down',
    of: schedule,
    change: within('target', within('retry_policy', set('maximum_retries', 3))),
    problem: '.target.retry_policy.maximum_retries: there is no such attribute or block',
  },
  {
    what: 'text for a boolean',
    of: machine,
    change: set('publish', 'no'),
    problem: '.publish: must be bool',
  },
  {
    what: 'a boolean in quotes, which Terraform would read as one',
    of: machine,
    change: set('publish', 'false'),
    problem: '.publish: must be bool',
    terraform: 'nothing',
  },
  {
    what: 'text for a set',
    of: closed,
    change: set('policy_names', 'keyturn-test-execution'),
    problem: '.policy_names: must be set of string',
  },
  {
    what: 'an object in a set of texts',
    of: closed,
    change: set('policy_names', [{}]),
    problem: '.policy_names: must be set of string',
  },
  {
    what: 'a document that is no text',
    of: role,
    change: set('assume_role_policy', { Version: '2012-10-17' }),
    problem: '.assume_role_policy: must be string',
  },
  {
    what: 'text for a number, in one row of for_each',
    of: schedule,
    change: eachRow({ maximum_retry_attempts: 'three' }),
    problem: '.target.retry_policy.maximum_retry_attempts: must be number',
    // It looks at no row before it plans.
    terraform: 'nothing',
  },
  {
    what: 'null for what is required, in one row of for_each',
    of: schedule,
    change: eachRow({ schedule_expression: null }),
    problem: '.schedule_expression: is required, and null in a row of for_each',
    terraform: 'nothing',
  },
  {
    what: 'an expression over what no row has',
    of: schedule,
    change: set('description', '${each.value.text}'),
    problem: '.description: is an expression that is not compared',
    terraform: 'nothing',
  },
  {
    what: 'another expression, of which nothing is known',
    of: group,
    change: set('name', '${terraform.workspace}'),
    problem: '.name: is an expression that is not compared',
    terraform: 'nothing',
  },
  {
    what: 'a required attribute that is left out',
    of: role,
    change: without('assume_role_policy'),
    problem: '.assume_role_policy: is required',
  },
  {
    what: 'a required attribute that is null',
    of: machine,
    change: set('role_arn', null),
    problem: '.role_arn: is required',
  },
  {
    what: 'a required block that is left out',
    of: schedule,
    change: without('flexible_time_window'),
    problem: '.flexible_time_window: is required',
  },
  {
    what: 'a required block, given not once',
    of: schedule,
    change: set('target', []),
    problem: '.target: must be given at least 1 times',
  },
  {
    what: 'a required attribute of a block that is left out',
    of: schedule,
    change: within('target', without('role_arn')),
    problem: '.target.role_arn: is required',
  },
  {
    what: 'an attribute that only the provider fills in',
    of: role,
    change: set('arn', 'arn:aws:iam::111122223333:role/x'),
    problem: '.arn: cannot be set',
  },
  {
    what: 'two blocks where one may be',
    of: machine,
    change: set('logging_configuration', [{ level: 'OFF' }, { level: 'OFF' }]),
    problem: '.logging_configuration: may be given 1 times at most',
  },
  {
    what: 'text for a block',
    of: machine,
    change: set('tracing_configuration', 'off'),
    problem: '.tracing_configuration: must be an object',
  },
  {
    what: 'a deprecated attribute',
    of: role,
    change: set('managed_policy_arns', []),
    problem: '.managed_policy_arns: is deprecated',
    seenBy: 'the program',
    terraform: 'a warning',
  },
  {
    what: 'a deprecated block',
    of: role,
    change: set('inline_policy', [{ name: 'x', policy: '{}' }]),
    problem: '.inline_policy: is deprecated',
    seenBy: 'the program',
    terraform: 'a warning',
  },
  {
    what: 'an attribute that 6.x brought',
    of: group,
    change: set('region', 'eu-central-1'),
    problem: '.region: there is no such attribute or block',
    seenBy: 'the program',
  },
  {
    what: 'a dynamic block',
    of: schedule,
    change: set('dynamic', { target: { for_each: [], content: {} } }),
    problem: '.dynamic: there is no such attribute or block',
    terraform: 'nothing',
  },
];

/** A change to the rest of a stack. */
interface StackMutant {
  readonly what: string;
  readonly change: (stack: JsonObject) => JsonObject;
  readonly problem: string;
  readonly seenBy?: 'the program' | 'the bindings';
}

const aws = (change: (body: JsonObject) => Json) => within('provider', within('aws', change));

export const stackMutants: readonly StackMutant[] = [
  {
    what: 'a misspelt argument of the provider',
    change: aws(set('allowed_accounts', ['111122223333'])),
    problem: 'provider.aws.allowed_accounts: there is no such attribute or block',
  },
  {
    what: 'a number for the account',
    change: aws(set('allowed_account_ids', [111122223333])),
    problem: 'provider.aws.allowed_account_ids: must be set of string',
  },
  {
    what: 'tags that are no texts',
    change: aws(within('default_tags', set('tags', { port: 443 }))),
    problem: 'provider.aws.default_tags.tags: must be map of string',
  },
  {
    what: 'an argument of the provider that 6.x dropped',
    change: aws(set('endpoints', [{ simpledb: 'http://localhost' }])),
    problem: 'provider.aws.endpoints.simpledb: there is no such attribute or block',
    seenBy: 'the bindings',
  },
  {
    what: 'another provider',
    change: within('provider', set('null', [{}])),
    problem: 'provider.null: is not compared',
  },
  {
    what: 'a constraint that leaves 5.100.0 out',
    change: required('version', '>= 6.0.0, < 7.0.0'),
    problem: 'terraform.required_providers.aws.version: leaves 5.100.0 out',
    seenBy: 'the program',
  },
  {
    what: 'a constraint that leaves 6.25.0 out',
    change: required('version', '>= 5.100.0, < 6.0.0'),
    problem: 'terraform.required_providers.aws.version: leaves 6.25.0 out',
    seenBy: 'the bindings',
  },
  {
    what: 'a provider of somebody else',
    change: required('source', 'somebody/aws'),
    problem: 'terraform.required_providers.aws: is not the provider hashicorp/aws',
  },
  {
    what: 'a misspelt argument of the backend',
    change: within('terraform', within('backend', within('local', set('paht', 'x')))),
    problem: 'terraform.backend.local.paht: there is no such attribute or block',
  },
  {
    what: 'an output without a value',
    change: within('output', within('schedule_group', without('value'))),
    problem: 'output.schedule_group.value: is required',
  },
  {
    what: 'a resource that there is not',
    change: within('resource', set('aws_iam_rotation', { x: {} })),
    problem: 'aws_iam_rotation.x: the provider has no resource of this type',
  },
  {
    what: 'a data source that there is not',
    change: set('data', { aws_rotation: { x: {} } }),
    problem: 'data.aws_rotation.x: the provider has no data of this type',
  },
  {
    what: 'a misspelt argument of a data source',
    change: set('data', { aws_iam_user: { x: { username: 'ci-deployer', user_name: 'x' } } }),
    problem: 'data.aws_iam_user.x.username: there is no such attribute or block',
  },
  {
    what: 'a part of the language that no stack has so far',
    change: set('moved', [{ from: 'aws_iam_role.a', to: 'aws_iam_role.b' }]),
    problem: 'moved: is not compared',
  },
];

function set(name: string, value: Json) {
  return (body: JsonObject): JsonObject => ({ ...body, [name]: value });
}

function without(name: string) {
  return (body: JsonObject): JsonObject => Object.fromEntries(Object.entries(body).filter(([key]) => key !== name));
}

/** The change in the block of this name, or in the first of them. */
function within(name: string, change: (body: JsonObject) => Json) {
  return (body: JsonObject): JsonObject => {
    const { [name]: inner } = body;
    if (isList(inner)) return { ...body, [name]: [change(inner[0] as JsonObject), ...inner.slice(1)] };
    return { ...body, [name]: change(inner as JsonObject) }; // a block that the stack has
  };
}

function eachRow(changes: JsonObject) {
  return within('for_each', (rows) => {
    const [first = ''] = Object.keys(rows);
    return within(first, (row) => ({ ...row, ...changes }))(rows);
  });
}

function required(name: string, value: Json) {
  return within('terraform', within('required_providers', within('aws', set(name, value))));
}
