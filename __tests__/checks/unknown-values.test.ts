import { someOf } from '../effort';
import { contractsWith, judge, sampleStack, spoken, type Loose } from './sample';

/** What of a stack is not known before the apply, and could name the judged role: undecided, unless it is proved to lead elsewhere. */
const role = 'keyturn-staging-execution';

type Row = readonly [name: string, edit: (stack: Loose) => void, verdict: string];

const put =
  (type: string, body: object, name = 'x') =>
  (stack: Loose) => {
    (stack.resource[type] ??= {})[name] = body;
  };
const data =
  (type: string, body: object, name = 'x') =>
  (stack: Loose) => {
    ((stack.data ??= {})[type] ??= {})[name] = body;
  };
const locals = (body: object) => (stack: Loose) => {
  stack.locals = { ...stack.locals, ...body };
};
const variable = (name: string, body: object) => (stack: Loose) => {
  (stack.variable ??= {})[name] = body;
};
const all =
  (...edits: readonly ((stack: Loose) => void)[]) =>
  (stack: Loose) => {
    edits.forEach((edit) => edit(stack));
  };

const lambda = (roleOf: string) =>
  put('aws_lambda_function', { function_name: 'x', role: roleOf, package_type: 'Image', image_uri: 'x' });
const profile = (roleOf: string) => put('aws_iam_instance_profile', { name: 'x', role: roleOf });
const uses = 'only-named-uses undecided';
const trustsEc2 =
  '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ec2.amazonaws.com"},"Action":"sts:AssumeRole"}}';
const other = put('aws_iam_role', { name: 'other', assume_role_policy: trustsEc2 }, 'other');
const caller = data('aws_caller_identity', {});

/** Ways to say the judged role so that it is known only when it is applied, and ways to say another one. */
const expressions: Row[] = [
  [
    'an ARN with the account of the caller',
    all(caller, lambda(`arn:aws:iam::\${data.aws_caller_identity.x.account_id}:role/${role}`)),
    uses,
  ],
  [
    'the same of another role',
    all(caller, lambda('arn:aws:iam::${data.aws_caller_identity.x.account_id}:role/other')),
    'pass',
  ],
  [
    'an ARN in another partition',
    lambda(`arn:\${data.aws_partition.x.partition}:iam::111122223333:role/${role}`),
    uses,
  ],
  [
    'an ARN of another account',
    all(data('aws_partition', {}), lambda(`arn:\${data.aws_partition.x.partition}:iam::444455556666:role/${role}`)),
    'pass',
  ],
  [
    'an ARN with an unknown path',
    all(variable('path', {}), lambda(`arn:aws:iam::111122223333:role/\${var.path}${role}`)),
    uses,
  ],
  [
    'an ARN with an unknown name',
    all(variable('name', {}), lambda('arn:aws:iam::111122223333:role/${var.name}')),
    uses,
  ],
  [
    'an ARN with an unknown end',
    all(variable('name', {}), lambda('arn:aws:iam::111122223333:role/keyturn-${var.name}')),
    uses,
  ],
  [
    'an ARN with another beginning',
    all(variable('name', {}), lambda('arn:aws:iam::111122223333:role/other-${var.name}')),
    'pass',
  ],
  [
    'an ARN with another end',
    all(variable('name', {}), lambda('arn:aws:iam::111122223333:role/${var.name}-other')),
    'pass',
  ],
  ['a name with another case', profile('${upper("KEYTURN")}-STAGING-EXECUTION'), uses],
  ['lower()', profile(`\${lower("${role.toUpperCase()}")}`), uses],
  ['file()', profile('${file("role.txt")}'), uses],
  ['base64decode()', profile(`\${base64decode("${Buffer.from(role).toString('base64')}")}`), uses],
  ['format()', profile(`\${format("%s-%s", "keyturn-staging", "execution")}`), uses],
  ['replace() of another role', profile('${replace(aws_iam_role.other.id, "schedule", "execution")}'), uses],
  ['a conditional', profile('${var.x ? aws_iam_role.other.id : "keyturn-staging-execution"}'), uses],
  ['try()', profile('${try(aws_iam_role.other.id, "x")}'), uses],
  ['coalesce() of unknown ones', profile('${coalesce(aws_iam_user.x.id, aws_iam_role.other.id)}'), uses],
  ['an index that is not known', profile('${aws_iam_role.other[aws_iam_role.other.unique_id].id}'), uses],
  ['a splat', profile('${aws_iam_role.other[*].id}'), uses],
  ['join() with an unknown part', profile('${join("-", ["keyturn", aws_iam_user.x.unique_id, "execution"])}'), uses],
  ['join() with another end', profile('${join("-", ["keyturn", aws_iam_user.x.unique_id, "other"])}'), 'pass'],
  [
    'a parameter of SSM',
    all(data('aws_ssm_parameter', { name: 'x' }), profile('${data.aws_ssm_parameter.x.value}')),
    uses,
  ],
  [
    'a parameter that this stack writes',
    all(
      put('aws_ssm_parameter', { name: 'x', type: 'String', value: 'y' }),
      profile('${aws_ssm_parameter.x.insecure_value}'),
    ),
    uses,
  ],
  [
    'the state of another stack',
    all(data('terraform_remote_state', { backend: 's3' }), profile('${data.terraform_remote_state.x.outputs.role}')),
    uses,
  ],
  ['the output of a module', profile('${module.x.role}'), uses],
  ['a variable without a value', all(variable('role', {}), profile('${var.role}')), uses],
  ['a variable that nobody declares', profile('${var.role}'), uses],
  ['a local that nobody defines', profile('${local.role}'), uses],
  [
    'a local of a variable without a value',
    all(variable('role', {}), locals({ role: '${var.role}' }), profile('${local.role}')),
    uses,
  ],
  ['the workspace', profile('${terraform.workspace}'), uses],
  ['a resource that is not there', profile('${aws_iam_role.nobody.name}'), uses],
  ['data that is not there', profile('${data.aws_iam_role.nobody.name}'), uses],
  [
    'the name of another resource',
    all(put('aws_iam_user', { name: 'x' }), profile('${aws_iam_user.x.unique_id}')),
    uses,
  ],
  ['the id of a bucket', all(put('aws_s3_bucket', { bucket_prefix: 'x' }), profile('${aws_s3_bucket.x.id}')), uses],
  ['a random name', profile('${random_id.x.hex}'), uses],
  [
    'the output of terraform_data',
    all(put('terraform_data', { input: role }), profile('${terraform_data.x.output}')),
    uses,
  ],
  ['a description of another role', profile('${aws_iam_role.other.create_date}'), uses],
  ['the other role as a whole', profile('${aws_iam_role.other}'), uses],
  ['a directive', profile('%{ if true }keyturn-staging-execution%{ endif }'), uses],
  ['the unique id of the other role', all(lambda('${aws_iam_role.other.unique_id}')), 'pass'],
  ['a local of the other role', all(locals({ r: '${aws_iam_role.other}' }), lambda('${local.r.unique_id}')), 'pass'],
  [
    'a local of a local of the other role',
    all(locals({ r: '${aws_iam_role.other.unique_id}', s: '${local.r}' }), lambda('${local.s}')),
    'pass',
  ],
  ['the tags of the other role', all(locals({ r: '${aws_iam_role.other}' }), lambda('${local.r.tags_all.role}')), uses],
  [
    'a role that data looks up',
    all(data('aws_iam_role', { name: 'other' }), lambda('${data.aws_iam_role.x.arn}')),
    'pass',
  ],
  [
    'the judged role that data looks up',
    all(data('aws_iam_role', { name: role }), lambda('${data.aws_iam_role.x.arn}')),
    'only-named-uses fail',
  ],
  [
    'a role that data looks up by an unknown name',
    all(variable('name', {}), data('aws_iam_role', { name: '${var.name}' }), lambda('${data.aws_iam_role.x.arn}')),
    uses,
  ],
  [
    'a role that data looks up by another beginning',
    all(
      variable('name', {}),
      data('aws_iam_role', { name: 'other-${var.name}' }),
      lambda('${data.aws_iam_role.x.arn}'),
    ),
    'pass',
  ],
  ['the ARN of a queue', all(put('aws_sqs_queue', { name: 'x' }), lambda('${aws_sqs_queue.x.arn}')), 'pass'],
  [
    'a role of a service',
    all(
      put('aws_iam_service_linked_role', { aws_service_name: 'ecs.amazonaws.com' }),
      lambda('${aws_iam_service_linked_role.x.arn}'),
    ),
    'pass',
  ],
];

test.each(someOf(expressions))('%s', (_, edit, verdict) => {
  const stack = sampleStack();
  other(stack);
  edit(stack);
  const said = spoken(judge(stack)).filter((one) => one.startsWith('only-named-uses'));
  expect(said).toEqual(verdict === 'pass' ? [] : [verdict]);
});

/** A block that is one value, or a list with one. */
test.each([
  ['${module.x.target}', uses],
  [['${module.x.target}'], uses],
  [[{ arn: '${module.x.queue}', role_arn: 'arn:aws:iam::111122223333:role/other' }], undefined],
])('a schedule with the target %j', (target, says) => {
  const stack = sampleStack();
  put('aws_scheduler_schedule', { name: 'x', group_name: 'x', schedule_expression: 'rate(1 day)', target })(stack);
  const said = spoken(judge(stack)).filter((one) => one.startsWith('only-named-uses'));
  expect(said).toEqual(says === undefined ? [] : [says]);
});

/** Arguments that take a role. Each is tried with a value that may be the judged role, and with one that cannot be it. */
const arguments_: readonly (readonly [name: string, edit: (value: string) => (stack: Loose) => void])[] = [
  ['a function', lambda],
  ['an instance profile', profile],
  ['a machine', (value) => put('aws_sfn_state_machine', { name: 'x', definition: '{}', role_arn: value })],
  [
    'a schedule',
    (value) =>
      put('aws_scheduler_schedule', {
        name: 'x',
        schedule_expression: 'rate(1 day)',
        target: { arn: 'x', role_arn: value },
      }),
  ],
  [
    'a schedule in a list',
    (value) =>
      put('aws_scheduler_schedule', {
        name: 'x',
        schedule_expression: 'rate(1 day)',
        target: [{ arn: 'x', role_arn: value }],
      }),
  ],
  [
    'a schedule by a dynamic block',
    (value) =>
      put('aws_scheduler_schedule', {
        name: 'x',
        schedule_expression: 'rate(1 day)',
        dynamic: { target: { for_each: { a: value }, content: { arn: 'x', role_arn: '${target.value}' } } },
      }),
  ],
  ['the target of a rule', (value) => put('aws_cloudwatch_event_target', { rule: 'x', arn: 'x', role_arn: value })],
  ['a pipe', (value) => put('aws_pipes_pipe', { name: 'x', source: 'x', target: 'x', role_arn: value })],
  [
    'a task',
    (value) => put('aws_ecs_task_definition', { family: 'x', container_definitions: '[]', task_role_arn: value }),
  ],
  [
    'the execution of a task',
    (value) => put('aws_ecs_task_definition', { family: 'x', container_definitions: '[]', execution_role_arn: value }),
  ],
  ['a build', (value) => put('aws_codebuild_project', { name: 'x', service_role: value })],
  ['a crawler', (value) => put('aws_glue_crawler', { name: 'x', database_name: 'x', role: value })],
  [
    'an integration',
    (value) =>
      put('aws_api_gateway_integration', {
        rest_api_id: 'x',
        resource_id: 'x',
        http_method: 'GET',
        type: 'AWS',
        credentials: value,
      }),
  ],
  [
    'an authorizer',
    (value) =>
      put('aws_apigatewayv2_authorizer', {
        api_id: 'x',
        authorizer_type: 'REQUEST',
        name: 'x',
        authorizer_credentials_arn: value,
      }),
  ],
  [
    'a profile of Roles Anywhere',
    (value) =>
      put('aws_rolesanywhere_profile', { name: 'x', role_arns: ['arn:aws:iam::111122223333:role/other', value] }),
  ],
  [
    'a list of roles',
    (value) => put('aws_redshift_cluster', { cluster_identifier: 'x', node_type: 'x', iam_roles: [value] }),
  ],
  [
    'a map of roles',
    (value) =>
      put('aws_cognito_identity_pool_roles_attachment', { identity_pool_id: 'x', roles: { authenticated: value } }),
  ],
  [
    'a stage of a pipeline',
    (value) =>
      put('aws_codepipeline', {
        name: 'x',
        role_arn: 'arn:aws:iam::111122223333:role/other',
        stage: [{ name: 'x', action: [{ name: 'x', role_arn: value }] }],
      }),
  ],
  [
    'a setting of a stage',
    (value) =>
      put('aws_codepipeline', {
        name: 'x',
        role_arn: 'arn:aws:iam::111122223333:role/other',
        stage: [{ name: 'x', action: [{ name: 'x', configuration: { RoleArn: value } }] }],
      }),
  ],
  [
    'a stream',
    (value) =>
      put('aws_kinesis_firehose_delivery_stream', {
        name: 'x',
        destination: 'extended_s3',
        extended_s3_configuration: { bucket_arn: 'x', role_arn: value },
      }),
  ],
  [
    'a role of a cluster',
    (value) =>
      put('aws_eks_pod_identity_association', {
        cluster_name: 'x',
        namespace: 'x',
        service_account: 'x',
        role_arn: value,
      }),
  ],
  [
    'a document of Systems Manager',
    (value) =>
      put('aws_ssm_document', {
        name: 'x',
        document_type: 'Automation',
        content: `\${jsonencode({ assumeRole = "${value}" })}`,
      }),
  ],
  [
    'a job',
    (value) =>
      put('aws_batch_job_definition', {
        name: 'x',
        type: 'container',
        container_properties: `\${jsonencode({ jobRoleArn = "${value}", image = "x" })}`,
      }),
  ],
];
const mayBeIt = `arn:aws:iam::111122223333:role/\${var.name}`;
const cannotBeIt = `arn:aws:iam::111122223333:role/other-\${var.name}`;

describe('a role that is not known, of', () => {
  test.each(someOf(arguments_))('%s', (_, edit) => {
    const said = [mayBeIt, cannotBeIt].map((value) => {
      const stack = sampleStack();
      variable('name', {})(stack);
      edit(value)(stack);
      return spoken(judge(stack)).filter((one) => /^(?:only-named-uses|whole-input)/.test(one));
    });
    expect(said).toEqual([[uses], []]);
  });
});

const everything = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}';
const unknownRole = variable('name', {});
const own = (type: string, name: string, attribute: string, value: unknown) => (stack: Loose) => {
  stack.resource[type][name][attribute] = value;
};
const user = (type: string, body: object) => put(type, body);
const group = put('aws_iam_group', { name: 'readers' }, 'readers');
const queuePolicy = (principal: string) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: { Effect: 'Allow', Principal: { AWS: principal }, Action: 'sqs:SendMessage', Resource: '*' },
  });

/** What else could be the role's or that of its users. The honest twin differs in what is unknown alone. */
const others: readonly (readonly [
  name: string,
  attack: (stack: Loose) => void,
  says: string,
  honest: (stack: Loose) => void,
])[] = [
  [
    'the role of an inline policy',
    put('aws_iam_role_policy', { name: 'x', role: '${var.name}', policy: everything }),
    'grants-inside-contract undecided',
    put('aws_iam_role_policy', { name: 'x', role: 'other-${var.name}', policy: everything }),
  ],
  [
    'the role of an attachment',
    put('aws_iam_role_policy_attachment', {
      role: '${replace(aws_iam_role.schedule.id, "schedule", "execution")}',
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
    'grants-inside-contract undecided',
    put('aws_iam_role_policy_attachment', {
      role: 'other-${var.name}',
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  ],
  [
    'one of several roles',
    put('aws_iam_policy_attachment', {
      name: 'x',
      roles: ['other', '${var.name}'],
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
    'grants-inside-contract undecided',
    put('aws_iam_policy_attachment', {
      name: 'x',
      roles: ['other', 'other-${var.name}'],
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
  ],
  [
    'the list of roles',
    put('aws_iam_policy_attachment', {
      name: 'x',
      roles: '${var.name}',
      policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
    }),
    'grants-inside-contract undecided',
    put('aws_iam_policy_attachment', { name: 'x', roles: [], policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess' }),
  ],
  [
    'a policy of the role by another function',
    all(
      put('aws_iam_policy', { name: 'x', policy: '{"Version":"2012-10-17","Statement":[]}' }),
      put('aws_iam_role_policy_attachment', { role, policy_arn: '${replace(aws_iam_policy.x.arn, "x", "y")}' }),
    ),
    'grants-inside-contract undecided',
    () => undefined,
  ],
  [
    'the policies that an exclusive lists',
    own('aws_iam_role_policies_exclusive', 'execution', 'policy_names', ['${var.name}']),
    'closed-role undecided',
    () => undefined,
  ],
  [
    'the role of an exclusive',
    all(own('aws_iam_role_policies_exclusive', 'execution', 'role_name', '${var.name}')),
    'closed-role undecided',
    () => undefined,
  ],
  [
    'the role of a second exclusive',
    put('aws_iam_role_policies_exclusive', { role_name: '${var.name}', policy_names: [] }),
    'closed-role undecided',
    put('aws_iam_role_policies_exclusive', { role_name: 'other-${var.name}', policy_names: [] }),
  ],
  [
    'the policy of a queue',
    put('aws_sqs_queue_policy', { queue_url: 'x', policy: queuePolicy('${var.name}') }),
    'resource-policies undecided',
    put('aws_sqs_queue_policy', { queue_url: 'x', policy: queuePolicy('arn:aws:iam::111122223333:role/other') }),
  ],
  [
    'the grantee of a key',
    put('aws_kms_grant', { key_id: 'x', operations: ['Decrypt'], grantee_principal: '${var.name}' }),
    'resource-policies undecided',
    put('aws_kms_grant', {
      key_id: 'x',
      operations: ['Decrypt'],
      grantee_principal: 'arn:aws:iam::111122223333:role/other-${var.name}',
    }),
  ],
  [
    'the trust of the role',
    own('aws_iam_role', 'execution', 'assume_role_policy', '${var.name}'),
    'trust undecided',
    () => undefined,
  ],
  [
    'the groups of a rotated user',
    user('aws_iam_user_group_membership', { user: 'backup-agent', groups: ['${var.name}'] }),
    'rotated-users undecided',
    all(
      group,
      user('aws_iam_user_group_membership', { user: 'backup-agent', groups: ['${aws_iam_group.readers.name}'] }),
    ),
  ],
  [
    'a group that is not in the input',
    user('aws_iam_user_group_membership', { user: 'backup-agent', groups: ['administrators'] }),
    'rotated-users undecided',
    all(group, user('aws_iam_user_group_membership', { user: 'backup-agent', groups: ['readers'] })),
  ],
  [
    'a group that is not in the input and lists its users',
    user('aws_iam_group_membership', { name: 'x', group: 'administrators', users: ['backup-agent'] }),
    'rotated-users undecided',
    all(group, user('aws_iam_group_membership', { name: 'x', group: 'readers', users: ['backup-agent'] })),
  ],
  [
    'the users of a group that is not in the input',
    user('aws_iam_group_membership', { name: 'x', group: 'administrators', users: ['${var.name}'] }),
    'rotated-users undecided',
    user('aws_iam_group_membership', { name: 'x', group: 'administrators', users: ['somebody'] }),
  ],
  [
    'the user of a policy',
    user('aws_iam_user_policy_attachment', { user: '${var.name}', policy_arn: '${var.name}' }),
    'rotated-users undecided',
    user('aws_iam_user_policy_attachment', { user: 'somebody', policy_arn: '${var.name}' }),
  ],
  [
    'a policy of a rotated user by another function',
    all(
      put('aws_iam_policy', { name: 'x', policy: '{"Version":"2012-10-17","Statement":[]}' }),
      put('aws_iam_user_policy_attachment', {
        user: 'backup-agent',
        policy_arn: '${replace(aws_iam_policy.x.arn, "x", "y")}',
      }),
    ),
    'rotated-users undecided',
    all(
      put('aws_iam_policy', {
        name: 'x',
        policy: '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}',
      }),
      put('aws_iam_user_policy_attachment', { user: 'backup-agent', policy_arn: '${aws_iam_policy.x.arn}' }),
    ),
  ],
  [
    'the trust of another role',
    put('aws_iam_role', { name: 'other', assume_role_policy: '${var.name}' }),
    'only-named-uses undecided',
    put('aws_iam_role', { name: 'other', assume_role_policy: trustsEc2 }),
  ],
  [
    'the name of another role',
    put('aws_iam_role', { name: '${var.name}', assume_role_policy: trustsEc2 }),
    'only-named-uses undecided',
    put('aws_iam_role', { name: 'other-${var.name}', assume_role_policy: trustsEc2 }),
  ],
];

describe('what is not known is not taken for harmless:', () => {
  test.each(someOf(others))('%s', (_, attack, says, honest) => {
    const [rule = ''] = says.split(' ');
    const said = [attack, honest].map((edit) => {
      const stack = sampleStack();
      unknownRole(stack);
      edit(stack);
      return spoken(judge(stack)).filter((one) => one.startsWith(`${rule} `));
    });
    expect(said).toEqual([[says], []]);
  });
});

describe('"elsewhere" in the contract', () => {
  const judged = (edit: (stack: Loose) => void, elsewhere: readonly object[]) => {
    const stack = sampleStack();
    unknownRole(stack);
    edit(stack);
    // Each contract speaks of its own role.
    const [contract] = contractsWith((json: Loose) => {
      json.elsewhere = elsewhere;
    });
    return judge(stack, contract === undefined ? [] : [contract]);
  };
  const entry = (address: string, attribute: string) => ({ address, attribute, reason: 'It is the role thumbnails.' });

  test.each<[string, (stack: Loose) => void, object, string]>([
    ['a use', lambda(mayBeIt), entry('aws_lambda_function.x', 'role'), 'only-named-uses'],
    [
      'the role of a policy',
      put('aws_iam_role_policy', { name: 'x', role: '${var.name}', policy: everything }),
      entry('aws_iam_role_policy.x', 'role'),
      'grants-inside-contract',
    ],
    [
      'an attachment',
      put('aws_iam_policy_attachment', {
        name: 'x',
        roles: ['${var.name}'],
        policy_arn: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
      }),
      entry('aws_iam_policy_attachment.x', 'roles'),
      'grants-inside-contract',
    ],
    [
      'the policy of a queue',
      put('aws_sqs_queue_policy', { queue_url: 'x', policy: queuePolicy('${var.name}') }),
      entry('aws_sqs_queue_policy.x', 'policy'),
      'resource-policies',
    ],
    [
      'the trust of another role',
      put('aws_iam_role', { name: 'other', assume_role_policy: '${var.name}' }),
      entry('aws_iam_role.x', 'assume_role_policy'),
      'only-named-uses',
    ],
    [
      'the groups of a user',
      put('aws_iam_user_group_membership', { user: 'backup-agent', groups: ['administrators'] }),
      entry('aws_iam_user_group_membership.x', 'groups'),
      'rotated-users',
    ],
    [
      'every instance',
      put('aws_lambda_function', { for_each: { a: 1, 'b]': 2 }, function_name: '${each.key}', role: mayBeIt }),
      entry('aws_lambda_function.x[*]', 'role'),
      'only-named-uses',
    ],
  ])('accepts %s, and is printed as an assumption', (_, edit, elsewhere, rule) => {
    const [without, withEntry] = [judged(edit, []), judged(edit, [elsewhere])];
    expect(spoken(without)).toContain(`${rule} undecided`);
    expect(spoken(withEntry)).not.toContain(`${rule} undecided`);
    expect(withEntry.premises.join()).toContain(
      'leads elsewhere, although it is not known: It is the role thumbnails.',
    );
    expect(without.findings.map(({ remedy }) => remedy).join()).toContain('"elsewhere"');
  });

  test.each<[string, (stack: Loose) => void, object, string]>([
    [
      'a value that is known',
      lambda(`arn:aws:iam::111122223333:role/${role}`),
      entry('aws_lambda_function.x', 'role'),
      'only-named-uses fail',
    ],
    ['another argument', lambda(mayBeIt), entry('aws_lambda_function.x', 'image_uri'), 'only-named-uses undecided'],
    ['another resource', lambda(mayBeIt), entry('aws_lambda_function.xx', 'role'), 'only-named-uses undecided'],
    [
      'a reference to the role',
      lambda('${aws_iam_role.execution.unique_id}'),
      entry('aws_lambda_function.x', 'role'),
      'only-named-uses fail',
    ],
    [
      'a document that cannot be read',
      put('aws_sqs_queue_policy', { queue_url: 'x', policy: '{}' }),
      entry('aws_sqs_queue_policy.x', 'policy'),
      'resource-policies undecided',
    ],
    [
      'a policy of the role itself',
      own('aws_iam_role_policy', 'execution', 'policy', '${var.name}'),
      entry('aws_iam_role_policy.execution', 'policy'),
      'grants-inside-contract undecided',
    ],
    [
      'the trust of the role itself',
      own('aws_iam_role', 'execution', 'assume_role_policy', '${var.name}'),
      entry('aws_iam_role.execution', 'assume_role_policy'),
      'trust undecided',
    ],
  ])('does not accept %s', (_, edit, elsewhere, says) => {
    expect(spoken(judged(edit, [elsewhere]))).toContain(says);
  });

  test.each(['*', 'aws_iam_role.*', 'aws_lambda_function.x[*', 'aws_*.x'])('refuses the address %s', (address) => {
    expect(() => judged(() => undefined, [entry(address, 'role')])).toThrow('elsewhere[0].address');
  });
});
