// Writes a plan as a large estate has it: the sample's plan, and around it resources that are there already and stay as they are.
//   node bench/large-plan.js RESOURCES IAM-SHARE FILE     one resource in IAM-SHARE is of IAM (20, or 1 for all)
const { readFileSync, openSync, writeSync, closeSync } = require('node:fs');
const { join } = require('node:path');

const account = '111122223333';
const provider = 'registry.terraform.io/hashicorp/aws';
const text = (length, seed) => `${seed} `.repeat(Math.ceil(length / (String(seed).length + 1))).slice(0, length);

const policy = (index) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [0].map((statement) => ({
      Sid: `Statement${statement}`,
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:PutObject', 'dynamodb:Query'],
      Resource: [
        `arn:aws:s3:::bucket-${index}-${statement}/*`,
        `arn:aws:dynamodb:eu-central-1:${account}:table/t${index}`,
      ],
    })),
  });

const trust = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const kinds = {
  aws_sqs_queue: (index) => ({
    arn: `arn:aws:sqs:eu-central-1:${account}:queue-${index}`,
    delay_seconds: 0,
    fifo_queue: false,
    id: `https://sqs.eu-central-1.amazonaws.com/${account}/queue-${index}`,
    max_message_size: 262144,
    message_retention_seconds: 345600,
    name: `queue-${index}`,
    policy: '',
    redrive_policy: '',
    tags: { team: text(60, index), stage: 'production' },
  }),
  aws_lambda_function: (index) => ({
    architectures: ['x86_64'],
    arn: `arn:aws:lambda:eu-central-1:${account}:function:worker-${index}`,
    description: text(60, 'works'),
    environment: [{ variables: { TABLE: `t${index}`, NOTE: text(40, index) } }],
    function_name: `worker-${index}`,
    handler: 'index.handler',
    memory_size: 128,
    role: `arn:aws:iam::${account}:role/worker-${index}`,
    runtime: 'nodejs20.x',
    timeout: 3,
  }),
  aws_security_group: (index) => ({
    arn: `arn:aws:ec2:eu-central-1:${account}:security-group/sg-${index}`,
    description: text(40, 'group'),
    egress: [],
    ingress: [10].map((octet) => ({
      cidr_blocks: [`10.${octet}.0.0/16`],
      description: text(20, index),
      from_port: 443,
      protocol: 'tcp',
      to_port: 443,
    })),
    name: `group-${index}`,
    vpc_id: 'vpc-0123456789abcdef0',
  }),
};

const kindsOfIam = {
  aws_iam_role: (index) => ({
    arn: `arn:aws:iam::${account}:role/worker-${index}`,
    assume_role_policy: trust,
    description: text(40, 'role'),
    force_detach_policies: false,
    id: `worker-${index}`,
    inline_policy: [{ name: 'work', policy: policy(index) }],
    managed_policy_arns: [],
    max_session_duration: 3600,
    name: `worker-${index}`,
    path: '/',
    permissions_boundary: '',
  }),
  aws_iam_role_policy: (index) => ({
    id: `worker-${index}:work`,
    name: 'work',
    policy: policy(index),
    role: `worker-${index}`,
  }),
  aws_iam_policy: (index) => ({
    arn: `arn:aws:iam::${account}:policy/shared-${index}`,
    description: text(40, 'policy'),
    name: `shared-${index}`,
    path: '/',
    policy: policy(index),
  }),
  aws_iam_role_policy_attachment: (index) => ({
    id: `worker-${index}-20260101`,
    policy_arn: `arn:aws:iam::${account}:policy/shared-${index}`,
    role: `worker-${index}`,
  }),
};

function resource(index, share) {
  const all = index % share === 0 ? kindsOfIam : kinds;
  const types = Object.keys(all);
  const type = types[Math.floor(index / (index % share === 0 ? share : 1)) % types.length];
  return { type, name: `r${index}`, values: all[type](index) };
}

const [resources, share, file] = process.argv.slice(2);
const plan = JSON.parse(readFileSync(join(__dirname, '../__tests__/fixtures/sample/plan.json'), 'utf8'));
const out = openSync(file, 'w');

/** One list of the plan with the sample's own entries and the others; written in pieces, for it need not fit into memory. */
function list(own, one) {
  writeSync(out, '[');
  own.forEach((entry, index) => writeSync(out, `${index > 0 ? ',' : ''}${JSON.stringify(entry)}`));
  let piece = '';
  for (let index = 0; index < Number(resources); index += 1) {
    piece += `${own.length + index > 0 ? ',' : ''}${JSON.stringify(one(resource(index, Number(share))))}`;
    if (piece.length > 1e6) {
      writeSync(out, piece);
      piece = '';
    }
  }
  writeSync(out, `${piece}]`);
}

const shown = ({ type, name, values }) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  provider_name: provider,
  schema_version: 0,
  values,
  sensitive_values: {},
});

const { planned_values: planned, resource_changes: changes, prior_state: prior, configuration, ...rest } = plan;
writeSync(out, `${JSON.stringify(rest).slice(0, -1)},"planned_values":{"root_module":{"resources":`);
list(planned.root_module.resources, shown);
writeSync(out, '}},"resource_changes":');
list(changes, ({ type, name, values }) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  provider_name: provider,
  change: {
    actions: ['no-op'],
    before: values,
    after: values,
    after_unknown: {},
    before_sensitive: {},
    after_sensitive: {},
  },
}));
const { root_module: root, ...priorRest } = prior.values ?? {};
writeSync(
  out,
  `,"prior_state":${JSON.stringify({ ...prior, values: undefined }).slice(0, -1)},"values":${JSON.stringify(priorRest).slice(0, -1)}${Object.keys(priorRest).length > 0 ? ',' : ''}"root_module":{"resources":`,
);
list(root?.resources ?? [], shown);
const { root_module: configured, ...configurationRest } = configuration;
const { resources: configuredResources, ...configuredRest } = configured;
writeSync(
  out,
  `}}},"configuration":${JSON.stringify(configurationRest).slice(0, -1)},"root_module":${JSON.stringify(configuredRest).slice(0, -1)}${Object.keys(configuredRest).length > 0 ? ',' : ''}"resources":`,
);
list(configuredResources, ({ type, name, values }) => ({
  address: `${type}.${name}`,
  mode: 'managed',
  type,
  name,
  provider_config_key: 'aws',
  expressions: Object.fromEntries(Object.keys(values).map((member) => [member, { references: [`var.${member}`] }])),
  schema_version: 0,
}));
writeSync(out, '}}}');
closeSync(out);
