/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return -- a stack is untyped JSON here, and is taken apart anywhere */
import fc from '../../../fast-check';
import type { Loose } from '../../../checks/sample';
import { account, addResource, roleArn, roleName, type Edit, type Form, type Subject } from '../subject';
import { roleArguments } from './role-arguments';

const allowing = (Action: unknown, Resource: unknown, more: object = {}): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action, Resource, ...more }] });
const everything = allowing('*', '*');
const administrator = 'arn:aws:iam::aws:policy/AdministratorAccess';

/** How a stack says a name: as it is, or so that only the apply shows it. `needs` is what it refers to. */
interface Saying {
  readonly says: string;
  readonly write: (value: string) => string;
  readonly needs?: (stack: Loose) => void;
  readonly isOpen: boolean;
}

const data = (type: string, body: Loose) => (stack: Loose) => {
  stack.data ??= {};
  stack.data[type] = { ...stack.data[type], x: body };
};
const open = (says: string, write: Saying['write'], needs?: Saying['needs']): Saying => ({
  says,
  write,
  isOpen: true,
  ...(needs && { needs }),
});
const half = (value: string): [string, string] => [value.slice(0, value.length - 6), value.slice(-6)];

const literally: Saying = { says: 'as it is', write: (value) => value, isOpen: false };
const openly: readonly Saying[] = [
  open('by lower()', (value) => `\${lower("${value}")}`),
  open('by replace()', (value) => `\${replace("x${value}", "x", "")}`),
  open('by join()', (value) => `\${join("", ["${half(value)[0]}", "${half(value)[1]}"])}`),
  open('by format()', (value) => `\${format("%s", "${value}")}`),
  open('by base64decode()', (value) => `\${base64decode("${Buffer.from(value).toString('base64')}")}`),
  open('by file()', () => '${file("role.txt")}'),
  open('by a condition', (value) => `\${true ? "${value}" : "x"}`),
  open('by a directive', (value) => `%{ if true }${value}%{ endif }`),
  open('by an index', (value) => `\${["${value}"][0]}`),
  open('by an output of a module', () => '${module.x.role}'),
  open('by a variable that nobody declares', () => '${var.role}'),
  open('by a variable without a value', () => '${var.role}', (stack) => (stack.variable = { ...stack.variable, role: {} })),
  open('by a parameter', () => '${data.aws_ssm_parameter.x.value}', data('aws_ssm_parameter', { name: 'x' })),
  open('by another state', () => '${data.terraform_remote_state.x.outputs.role}', data('terraform_remote_state', { backend: 's3' })),
  open('by the id of a resource', () => '${terraform_data.x.output}', (stack) => (stack.resource.terraform_data = { x: { input: roleName } })),
  open('by the workspace', () => '${terraform.workspace}'),
  open('with the account of the caller', (value) => value.replace(account, '${data.aws_caller_identity.x.account_id}'), data('aws_caller_identity', {})),
  open('with an unknown end', (value) => `${half(value)[0]}\${var.end}`),
  open('with an unknown middle', (value) => value.replace('staging', '${var.middle}')),
  open('by a local of something unknown', () => '${local.openly}', (stack) => (stack.locals = { ...stack.locals, openly: '${module.x.role}' })),
  open('by the role', (value) => (value.startsWith('arn:') ? '${aws_iam_role.execution.arn}' : '${aws_iam_role.execution.name}')),
  open('by a splat', () => '${aws_iam_role.execution[*].name}'),
]; // prettier-ignore

/** In a plan an expression is unknown or known; which function it is makes no difference there. */
const inPlans = openly.filter(({ says }) => /parameter|the role|module|variable/.test(says));

const sayings = (form: Form): fc.Arbitrary<Saying> => {
  if (form === 'state') return fc.constant(literally);
  return fc.oneof(fc.constant(literally), fc.constantFrom(...(form === 'plan' ? inPlans : openly)));
};

/** A resource more, of which one argument names the judged role, its ARN or a user of the contract. */
interface More {
  readonly type: string;
  readonly of: 'name' | 'arn' | 'user';
  readonly body: (value: string) => Loose;
}

const more = (type: string, of: More['of'], body: More['body']): More => ({ type, of, body });
const grants: readonly More[] = [
  more('aws_iam_role_policy', 'name', (role) => ({ name: 'more', role, policy: everything })),
  more('aws_iam_role_policy', 'name', (role) => ({ name: 'more', role, policy: allowing('s3:GetObject', 'arn:aws:s3:::x/*') })),
  more('aws_iam_role_policy', 'name', (role) => ({ name: 'more', role: role.replace('keyturn', 'KeyTurn'), policy: everything })),
  more('aws_iam_role_policy_attachment', 'name', (role) => ({ role, policy_arn: administrator })),
  more('aws_iam_role_policy_attachment', 'name', (role) => ({ role, policy_arn: `arn:aws:iam::${account}:policy/unseen` })),
  more('aws_iam_policy_attachment', 'name', (role) => ({ name: 'x', roles: [role], policy_arn: administrator })),
  more('aws_iam_instance_profile', 'name', (role) => ({ name: 'x', role })),
  more('aws_iam_role', 'arn', (AWS) => ({ name: 'x', assume_role_policy: allowing('sts:AssumeRole', undefined, { Principal: { AWS } }) })),
  more('aws_sfn_state_machine', 'arn', (role_arn) => ({ name: 'x', definition: '{}', role_arn })),
  more('aws_scheduler_schedule', 'arn', (role_arn) => ({ name: 'x', schedule_expression: 'rate(1 day)', flexible_time_window: { mode: 'OFF' }, target: { arn: 'x', role_arn } })),
  more('aws_kms_grant', 'arn', (grantee_principal) => ({ key_id: 'x', grantee_principal, operations: ['Decrypt'] })),
  more('aws_iam_user_policy', 'user', (user) => ({ name: 'x', user, policy: everything })),
  more('aws_iam_user_policy_attachment', 'user', (user) => ({ user, policy_arn: administrator })),
  more('aws_iam_group_membership', 'user', (user) => ({ name: 'x', users: [user], group: 'unseen' })),
  more('aws_iam_user_group_membership', 'user', (user) => ({ user, groups: ['unseen'] })),
  more('aws_iam_user_policy', 'user', (user) => ({ name: 'x', user, policy: allowing('iam:PutUserPolicy', `arn:aws:iam::${account}:user/*`) })),
  more('aws_iam_user_policy', 'user', (user) => ({ name: 'x', user, policy: allowing('lambda:UpdateFunctionCode', '*') })),
  more('aws_iam_user_policy', 'user', (user) => ({ name: 'x', user, policy: allowing(['states:UpdateStateMachine'], '*') })),
]; // prettier-ignore

/** Policies of resources that let the role, or everybody, in. */
const resourcePolicies: readonly More[] = [
  ['aws_sns_topic_policy', 'policy'], ['aws_sqs_queue_policy', 'policy'], ['aws_s3_bucket_policy', 'policy'], ['aws_secretsmanager_secret_policy', 'policy'],
  ['aws_kms_key', 'policy'], ['aws_kms_key_policy', 'policy'], ['aws_ecr_repository_policy', 'policy'], ['aws_efs_file_system_policy', 'policy'],
  ['aws_sqs_queue', 'policy'], ['aws_sns_topic', 'policy'], ['aws_secretsmanager_secret', 'policy'], ['aws_opensearch_domain', 'access_policies'], ['aws_backup_vault_policy', 'policy'],
  ['aws_cloudwatch_event_bus_policy', 'policy'], ['aws_dynamodb_resource_policy', 'policy'], ['aws_glacier_vault', 'access_policy'], ['aws_api_gateway_rest_api', 'policy'],
].map(([type = '', attribute = '']) =>
  more(type, 'arn', (AWS) => ({ name: 'x', [attribute]: allowing('*', '*', { Principal: { AWS: AWS.endsWith('execution') ? AWS : [AWS] } }) })),
); // prettier-ignore

/** Every argument of a type of the provider that takes a role. */
const uses: readonly More[] = roleArguments.map(({ type, path, of }) =>
  more(type, of, (role) => path.reduceRight<Loose>((value, name) => ({ [name]: value }), role)),
);

/** A block with such an argument, of which nothing is known. */
const openBlocks: fc.Arbitrary<Edit> = fc
  .tuple(fc.constantFrom(...roleArguments.filter(({ path }) => path.length > 1)), fc.constantFrom('${module.x.block}', '${local.block}', '${var.block}'), fc.boolean())
  .map(([{ type, path: [block = ''] }, value, isList]) => ({
    says: `the ${block} of a ${type} is ${value}${isList ? ' in a list' : ''}`,
    apply: (subject) => subject.form === 'stack' && addResource(subject, type, { [block]: isList ? [value] : value }),
  })); // prettier-ignore

const users = ['ci-deployer', 'backup-agent', 'report-mailer', 'legacy-ftp'] as const;

function withMore(form: Form): fc.Arbitrary<Edit> {
  const any = fc.oneof(fc.constantFrom(...grants), fc.constantFrom(...grants), fc.constantFrom(...resourcePolicies), fc.constantFrom(...uses));
  return fc.tuple(any, sayings(form), fc.constantFrom(...users)).map(([{ type, of, body }, saying, user]) => ({
    says: `a ${type} that names the ${of} ${saying.says}: ${JSON.stringify(body('…'))}`,
    apply: (subject) => {
      const value = { name: roleName, arn: roleArn, user }[of];
      const written = saying.write(value);
      // The account is not in a name, and what leads to the role does not lead to a user.
      if ((written === value && saying.isOpen) || (of === 'user' && saying.says === 'by the role')) return false;
      if (saying.says === 'by the role' && subject.input.resource.aws_iam_role?.execution === undefined) return false;
      if (subject.form !== 'stack' && saying.needs !== undefined) return addOpen(subject, type, body(written), saying);
      saying.needs?.(subject.input);
      return addResource(subject, type, body(written));
    },
  }));
} // prettier-ignore

/** A plan says of a reference only where it leads. */
function addOpen(subject: Subject, type: string, body: Loose, saying: Saying): boolean {
  return /parameter|variable/.test(saying.says) && addResource(subject, type, body);
}

const onStack = (says: string, apply: (stack: Loose) => boolean): Edit => ({
  says,
  apply: ({ form, input }) => (form === 'stack' || form === 'plan') && apply(input),
});

/** What the judged role's own resources say. */
const ofRole: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom<[string, Loose]>(
    ['inline_policy', [{ name: 'x', policy: everything }]], ['managed_policy_arns', [administrator]],
    ['managed_policy_arns', '${var.arns}'], ['inline_policy', '${var.policies}'], ['assume_role_policy', '${data.aws_iam_policy_document.x.json}'], ['assume_role_policy', '${file("trust.json")}'],
  ).map(([name, value]) =>
    onStack(`the role's ${name} is ${JSON.stringify(value)}`, (stack) => {
      const role = stack.resource.aws_iam_role?.execution;
      if (role === undefined) return false;
      role[name] = value;
      return true;
    }),
  ),
  fc.constantFrom('${file("policy.json")}', '${var.policy}', '${jsonencode(local.nothing)}', '${data.aws_iam_policy_document.x.json}', '${templatefile("x", {})}').map((value) =>
    onStack(`the role's policy is ${value}`, (stack) => {
      const policy = stack.resource.aws_iam_role_policy?.execution;
      if (policy === undefined) return false;
      policy.policy = value;
      return true;
    }),
  ),
  fc.constantFrom('${file("d.json")}', '${var.definition}', '${templatefile("x", {})}').map((value) =>
    onStack(`the machine's definition is ${value}`, (stack) => {
      const machine = stack.resource.aws_sfn_state_machine?.rotation;
      if (machine === undefined) return false;
      machine.definition = value;
      return true;
    }),
  ),
  fc.constant(
    onStack('the machine logs its data', (stack) => {
      const machine = stack.resource.aws_sfn_state_machine?.rotation;
      if (machine === undefined) return false;
      machine.logging_configuration = { level: 'ALL', include_execution_data: true };
      return true;
    }),
  ),
  fc.constantFrom('aws_iam_role_policies_exclusive', 'aws_iam_role_policy_attachments_exclusive').map((type) =>
    onStack(`no ${type}`, (stack) => {
      if (stack.resource[type]?.execution === undefined) return false;
      delete stack.resource[type].execution;
      return true;
    }),
  ),
  fc.constantFrom(administrator, `arn:aws:iam::${account}:policy/unseen`).map((arn) =>
    onStack(`the exclusive attaches ${arn}`, (stack) => {
      const exclusive = stack.resource.aws_iam_role_policy_attachments_exclusive?.execution;
      if (exclusive === undefined) return false;
      exclusive.policy_arns = [arn];
      return true;
    }),
  ),
); // prettier-ignore

/** What runs during an apply, or has no resource. */
const executors: fc.Arbitrary<Edit> = fc.oneof(
  fc.constantFrom('aws_cloudformation_stack', 'aws_cloudformation_stack_set', 'aws_lambda_invocation', 'aws_cloudcontrolapi_resource', 'aws_secretsmanager_secret_rotation', 'aws_codepipeline', 'aws_ssm_association', 'null_thing', 'aws_brand_new', 'awscc_iam_role', 'kubernetes_job', 'aws_appconfig_deployment', 'aws_serverlessapplicationrepository_cloudformation_stack', 'aws_servicecatalog_provisioned_product').map((type): Edit => ({
    says: `a ${type}`,
    apply: (subject) => addResource(subject, type, { name: 'x' }),
  })),
  fc.constantFrom<[string, Loose]>(
    ['openapi', { body: 'openapi: 3.0.1\n"x-amazon-apigateway-\\\n  policy": {}' }], ['escapes', { body: '{"x-amazon-apigateway-p\\u006flicy": {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}}}' }],
    ['plain YAML', { body: 'openapi: 3.0.1\nx-amazon-apigateway-policy: {}' }], ['folded', { body: 'x-amazon-apigateway-policy: >\n  {}' }],
  ).map(([how, body]): Edit => ({ says: `an API with a body in ${how}`, apply: (subject) => addResource(subject, 'aws_api_gateway_rest_api', { name: 'x', ...body }) })),
); // prettier-ignore

/** What Terraform itself does, which is the stack's to say. */
const inStacksAlone: fc.Arbitrary<Edit> = fc.oneof(
  fc.tuple(fc.constantFrom('x', 'random', 'aws2'), fc.constantFrom('example/x', 'example.com/hashicorp/aws', 'evil/random', 'terraform.io/builtin/x', '${var.x}')).map(([name, source]) =>
    onStack(`the provider ${source} is required as ${name}`, (stack) => {
      const { terraform } = stack;
      if (Array.isArray(terraform) || Array.isArray(terraform?.required_providers)) return false;
      terraform.required_providers = { ...terraform.required_providers, [name]: { source } };
      return true;
    }),
  ),
  fc.constantFrom('~> 4.0', '< 5.0.0', '>= 7.0.0', '5.x', '~> 5.0, ~> 6.0').map((version) =>
    onStack(`version ${version} of the AWS provider`, (stack) => {
      if (stack.terraform?.required_providers?.aws === undefined) return false;
      stack.terraform.required_providers.aws = { source: 'hashicorp/aws', version };
      return true;
    }),
  ),
  fc.constantFrom('example', 'shell').map((name) =>
    onStack(`a provider block of ${name}`, (stack) => {
      const { terraform } = stack;
      if (Array.isArray(terraform) || Array.isArray(terraform?.required_providers)) return false;
      terraform.required_providers = { ...terraform.required_providers, [name]: { source: `evil.example/x/${name}` } };
      stack.provider[name] = [{}];
      return true;
    }),
  ),
  fc.constantFrom('aws_ecs_task_execution', 'aws_lambda_invocation', 'external', 'aws_cloudcontrolapi_resource', 'aws_brand_new', 'http_thing').map((type) =>
    onStack(`a data source ${type}`, (stack) => {
      data(type, {})(stack);
      return true;
    }),
  ),
  fc.tuple(fc.constantFrom('aws_iam_role', 'aws_sfn_state_machine', 'aws_iam_role_policy'), fc.constantFrom('local-exec', 'remote-exec', 'unheard-of')).map(([type, how]) =>
    onStack(`a ${how} of ${type}`, (stack) => {
      const one = Object.values<Loose>(stack.resource[type] ?? {})[0];
      if (one === undefined || Array.isArray(one)) return false;
      one.provisioner = { [how]: { command: 'x' } };
      return true;
    }),
  ),
  fc.constantFrom<[string, Loose]>(
    ['module', { x: { source: './x' } }], ['import', [{ to: 'aws_iam_role.execution', id: 'x' }]], ['ephemeral', { aws_lambda_invocation: { x: { function_name: 'x', payload: '{}' } } }],
    ['action', { aws_lambda_invoke: { x: { config: {} } } }], ['unheard_of', {}],
  ).map(([name, value]) =>
    onStack(`a ${name} block`, (stack) => {
      if (stack[name] !== undefined) return false;
      stack[name] = value;
      return true;
    }),
  ),
  fc.constantFrom<Loose>({ endpoints: { iam: 'http://localhost:1' } }, { endpoints: [{ sts: 'http://localhost:1' }] }, { skip_requesting_account_id: true }, { allowed_account_ids: ['999999999999'] }).map((more_) =>
    onStack(`the provider of another role has ${JSON.stringify(more_)}, and gives a role of the same name everything`, (stack) => {
      if (!Array.isArray(stack.provider?.aws)) return false;
      const isElsewhere = more_.allowed_account_ids !== undefined;
      stack.provider.aws.push({ alias: 'fuzz', region: 'eu-central-1', allowed_account_ids: ['999999999999'], ...more_ });
      stack.resource.aws_iam_role_policy.fuzz = { provider: 'aws.fuzz', name: 'x', role: roleName, policy: everything };
      return !isElsewhere;
    }),
  ),
  fc.constantFrom('dynamic', 'count', 'ignore_changes').map((how) =>
    onStack(`${how} on the judged role`, (stack) => {
      const role = stack.resource.aws_iam_role?.execution;
      const policy = stack.resource.aws_iam_role_policy?.execution;
      if (role === undefined || policy === undefined) return false;
      if (how === 'dynamic') role.dynamic = { inline_policy: { for_each: '${var.x}', content: {} } };
      if (how === 'count') stack.resource.aws_iam_role_policy.counted = { count: '${var.n}', name: 'x', role: roleName, policy: everything };
      if (how === 'ignore_changes') policy.lifecycle = { ignore_changes: ['policy'] };
      return true;
    }),
  ),
); // prettier-ignore

/** Resources and blocks that give a right, or may do so. */
export function resourceRights(form: Form): fc.Arbitrary<Edit> {
  if (form === 'stack') return fc.oneof(withMore(form), withMore(form), openBlocks, ofRole, executors, inStacksAlone);
  return form === 'plan'
    ? fc.oneof(withMore(form), withMore(form), ofRole, executors)
    : fc.oneof(withMore(form), executors);
}
