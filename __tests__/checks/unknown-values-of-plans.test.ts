/* eslint-disable @typescript-eslint/no-unsafe-call --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { someOf } from '../effort';
import { judge, sampleContracts, samplePlan, spoken, type Loose } from './sample';

/** What a plan does not know of the execution role, followed through its configuration: undecided, unless it is proved to lead elsewhere. */
const judged = 'aws_iam_role.execution';
const uses = 'only-named-uses undecided';

type Edit = (plan: Loose) => void;

interface Block {
  readonly module?: string;
  readonly index?: string;
  readonly after?: object;
  readonly unknown?: object;
  readonly expressions?: object;
  readonly mode?: 'data';
  readonly actions?: readonly string[];
  readonly more?: object;
}

const moduleOf = (plan: Loose, module: string | undefined): Loose => {
  const root = plan.configuration.root_module;
  if (module === undefined) return root;
  const call = ((root.module_calls ??= {})[module] ??= { source: `./${module}`, expressions: {} });
  return (call.module ??= { resources: [], outputs: {}, variables: {} });
};

/** One change, and the block that it was made of. */
const created =
  (
    type: string,
    name: string,
    { module, index = '', after = {}, unknown = {}, expressions = {}, ...rest }: Block,
  ): Edit =>
  (plan) => {
    const mode = rest.mode ?? 'managed';
    const local = `${mode === 'data' ? 'data.' : ''}${type}.${name}`;
    const prefix = module === undefined ? '' : `module.${module}.`;
    const own = { type, name, mode, provider_name: 'registry.terraform.io/hashicorp/aws' };
    const actions = rest.actions ?? [mode === 'data' ? 'read' : 'create'];
    plan.resource_changes.push({
      ...own,
      address: `${prefix}${local}${index}`,
      ...(module === undefined ? {} : { module_address: `module.${module}` }),
      change: { actions, before: null, after, after_unknown: unknown, after_sensitive: {} },
    });
    const { resources } = moduleOf(plan, module);
    if (resources.some((one: Loose) => one.address === local)) return;
    resources.push({ ...own, address: local, provider_config_key: 'aws', expressions, ...rest.more });
  };

const all =
  (...edits: readonly Edit[]): Edit =>
  (plan) => {
    edits.forEach((edit) => edit(plan));
  };

const refers = (...references: readonly string[]) => ({ references });
const lambda = (role: object, more: Block = {}): Edit =>
  created('aws_lambda_function', 'x', {
    after: { function_name: 'x' },
    unknown: { role: true },
    expressions: { role },
    ...more,
  });
const other: Edit = created('aws_iam_role', 'other', {
  after: { name: 'other' },
  unknown: { arn: true, id: true, unique_id: true },
  expressions: { name: { constant_value: 'other' } },
});
const another: Edit = created('aws_iam_role', 'another', { after: { name: 'another' }, unknown: { arn: true } });
/** A module with an output, which is made from these references. */
const output =
  (references: readonly string[], call: object = {}): Edit =>
  (plan) => {
    const module = moduleOf(plan, 'm');
    module.outputs.role = { expression: refers(...references) };
    Object.assign(plan.configuration.root_module.module_calls.m, call);
  };
const ofModule = refers('module.m.role', 'module.m');
const declares =
  (name: string, body: object): Edit =>
  (plan) => {
    moduleOf(plan, 'm').variables[name] = body;
  };
const throughRole = (role: string) => refers(`${role}.arn`, role);

const topic: Edit = created('aws_sns_topic', 't', {
  after: { name: 'keyturn-staging-execution' },
  unknown: { arn: true },
});
const throughTopic = refers('aws_sns_topic.t.arn', 'aws_sns_topic.t');

/** Parameters, each made from the next one. */
const parameters =
  (count: number, written: (next: string) => object): Edit =>
  (plan) => {
    for (let at = 0; at < count; at += 1)
      created('aws_ssm_parameter', `p${at}`, {
        unknown: { value: true },
        expressions: { value: written(`aws_ssm_parameter.p${at + 1}.value`) },
      })(plan);
    lambda({ constant_value: '${aws_ssm_parameter.p0.value}', references: ['aws_ssm_parameter.p0.value'] })(plan);
  };
const doubling = parameters(60, (next) => ({ constant_value: `\${${next}}\${${next}}`, references: [next] }));
const chain = parameters(1000, refers);

type Row = readonly [name: string, edit: Edit, says: string | undefined];

const rows: Row[] = [
  ['another role', all(other, lambda(throughRole('aws_iam_role.other'))), undefined],
  ['the judged role', lambda(throughRole(judged)), 'only-named-uses fail'],
  [
    'one of two others',
    all(other, another, lambda(refers('aws_iam_role.other.arn', 'aws_iam_role.other', 'aws_iam_role.another.arn'))),
    undefined,
  ],
  [
    'the judged role or another',
    all(other, lambda(refers('aws_iam_role.other.arn', `${judged}.arn`))),
    'only-named-uses fail',
  ],
  ['another role and a local', all(other, lambda(refers('aws_iam_role.other.arn', 'local.role'))), uses],
  ['a local', lambda(refers('local.role')), uses],
  ['nothing that is shown, as of uuid()', lambda({}), uses],
  [
    'nothing, in the argument of a resource that is not configured',
    all(lambda({}), (p) => void p.configuration.root_module.resources.pop()),
    uses,
  ],
  [
    'an attribute that is not its name',
    all(other, lambda(refers('aws_iam_role.other.create_date', 'aws_iam_role.other'))),
    uses,
  ],
  [
    'the id of another resource',
    all(
      created('aws_iam_user', 'u', { after: { name: 'u' }, unknown: { id: true } }),
      lambda(refers('aws_iam_user.u.id', 'aws_iam_user.u')),
    ),
    uses,
  ],
  [
    'the output of terraform_data',
    all(
      created('terraform_data', 'd', { unknown: { output: true } }),
      lambda(refers('terraform_data.d.output', 'terraform_data.d')),
    ),
    uses,
  ],
  [
    'a variable and a switch',
    all(
      (p) => (p.variables = { on: { value: true } }),
      other,
      lambda(refers('var.on', 'aws_iam_role.other.arn', 'aws_iam_role.other')),
    ),
    undefined,
  ],
  [
    'a variable that holds the name of the role',
    all(
      (p) => (p.variables = { on: { value: 'keyturn-staging-execution' } }),
      other,
      lambda(refers('var.on', 'aws_iam_role.other.arn')),
    ),
    uses,
  ],
  ['a switch alone', all((p) => (p.variables = { on: { value: true } }), lambda(refers('var.on'))), uses],
  [
    'a role that data reads later',
    all(
      created('aws_iam_role', 'd', {
        mode: 'data',
        after: { name: 'other' },
        unknown: { arn: true },
        expressions: { name: { constant_value: 'other' } },
      }),
      lambda(refers('data.aws_iam_role.d.arn', 'data.aws_iam_role.d')),
    ),
    undefined,
  ],
  [
    'the judged role that data reads later',
    all(
      created('aws_iam_role', 'd', {
        mode: 'data',
        after: { name: 'keyturn-staging-execution' },
        unknown: { arn: true },
        expressions: { name: { constant_value: 'x' } },
      }),
      lambda(refers('data.aws_iam_role.d.arn', 'data.aws_iam_role.d')),
    ),
    'only-named-uses fail',
  ],
  [
    'a role that data reads by an unknown name',
    all(
      created('aws_iam_role', 'd', {
        mode: 'data',
        unknown: { arn: true, name: true },
        expressions: { name: refers('local.name') },
      }),
      lambda(refers('data.aws_iam_role.d.arn', 'data.aws_iam_role.d')),
    ),
    uses,
  ],
  [
    'a parameter that data reads later',
    all(
      created('aws_ssm_parameter', 'd', {
        mode: 'data',
        after: { name: 'x' },
        unknown: { value: true },
        expressions: { name: { constant_value: 'x' } },
      }),
      lambda(refers('data.aws_ssm_parameter.d.value', 'data.aws_ssm_parameter.d')),
    ),
    uses,
  ],
  [
    'another role through a module',
    all(
      created('aws_iam_role', 'r', { module: 'm', after: { name: 'r' }, unknown: { arn: true } }),
      output(['aws_iam_role.r.arn', 'aws_iam_role.r']),
      lambda(ofModule),
    ),
    undefined,
  ],
  [
    'the judged role through a module',
    all(
      output(['var.given']),
      (p) => (p.configuration.root_module.module_calls.m.expressions.given = throughRole(judged)),
      lambda(ofModule),
    ),
    'only-named-uses fail',
  ],
  [
    'another role handed through a module',
    all(
      other,
      output(['var.given']),
      (p) => (p.configuration.root_module.module_calls.m.expressions.given = throughRole('aws_iam_role.other')),
      lambda(ofModule),
    ),
    undefined,
  ],
  ['a local of a module', all(output(['local.given']), lambda(ofModule)), uses],
  ['an output that is not there', all(output(['local.given']), lambda(refers('module.m.others', 'module.m'))), uses],
  ['a module that is not there', lambda(refers('module.n.role', 'module.n')), uses],
  [
    'a module as a whole',
    all(
      other,
      output(['aws_iam_role.r.arn', 'aws_iam_role.r']),
      created('aws_iam_role', 'r', { module: 'm', after: { name: 'r' }, unknown: { arn: true } }),
      lambda(refers('module.m')),
    ),
    undefined,
  ],
  [
    'a module as a whole, with a local among its outputs',
    all(
      output(['local.x']),
      created('aws_iam_role', 'r', { module: 'm', after: { name: 'r' }, unknown: { arn: true } }),
      lambda(refers('module.m')),
    ),
    uses,
  ],
  [
    'a repeated module that has no resources',
    all(
      output(['local.x'], { for_each_expression: { constant_value: { a: 1 } } }),
      lambda(refers('module.m["a"].role', 'module.m["a"]', 'module.m')),
    ),
    uses,
  ],
  [
    'the default of a variable of a module',
    all(output(['var.given']), declares('given', { default: 'keyturn-staging-execution' }), lambda(ofModule)),
    'only-named-uses fail',
  ],
  ['a variable of a module without a value', all(output(['var.given']), declares('given', {}), lambda(ofModule)), uses],
  [
    'each value of a loop over another role',
    all(
      other,
      lambda(refers('each.value'), {
        index: '["a"]',
        more: { for_each_expression: throughRole('aws_iam_role.other') },
      }),
    ),
    undefined,
  ],
  [
    'each value of a loop over the judged role',
    lambda(refers('each.value'), { index: '["a"]', more: { for_each_expression: throughRole(judged) } }),
    'only-named-uses fail',
  ],
  [
    'each value of a loop over a local',
    lambda(refers('each.value'), { index: '["a"]', more: { for_each_expression: refers('local.x') } }),
    uses,
  ],
  [
    'one of the instances of another role',
    all(
      ...['a', 'b'].map((key) =>
        created('aws_iam_role', 'many', { index: `["${key}"]`, after: { name: key }, unknown: { arn: true } }),
      ),
      lambda(refers('aws_iam_role.many', 'each.key'), { index: '["a"]' }),
    ),
    undefined,
  ],
  [
    'an instance by its key',
    all(
      created('aws_iam_role', 'many', { index: '["a.b"]', after: { name: 'a' }, unknown: { arn: true } }),
      lambda(refers('aws_iam_role.many["a.b"].arn', 'aws_iam_role.many["a.b"]', 'aws_iam_role.many')),
    ),
    undefined,
  ],
  [
    'a role whose name is generated',
    all(
      created('aws_iam_role', 'g', {
        after: { name_prefix: 'keyturn-staging-' },
        unknown: { arn: true, name: true },
        expressions: { name_prefix: { constant_value: 'keyturn-staging-' } },
      }),
      lambda(throughRole('aws_iam_role.g')),
    ),
    undefined,
  ],
  [
    'a role that is created under an unknown name',
    all(
      created('aws_iam_role', 'g', { unknown: { arn: true, name: true }, expressions: { name: refers('local.x') } }),
      lambda(throughRole('aws_iam_role.g')),
    ),
    undefined,
  ],
  [
    'a role that is updated and whose name is not known',
    all(
      created('aws_iam_role', 'g', {
        actions: ['update'],
        unknown: { arn: true, name: true },
        expressions: { name: refers('local.x') },
      }),
      lambda(throughRole('aws_iam_role.g')),
    ),
    uses,
  ],
  [
    'a template of another role',
    all(other, lambda({ constant_value: '${aws_iam_role.other.arn}', ...throughRole('aws_iam_role.other') })),
    undefined,
  ],
  [
    'a template with replace()',
    all(
      other,
      lambda({ constant_value: '${replace(aws_iam_role.other.id, "a", "b")}', ...throughRole('aws_iam_role.other') }),
    ),
    uses,
  ],
  [
    'a template with a text around another role',
    all(
      other,
      lambda({ constant_value: 'keyturn-${aws_iam_role.other.unique_id}', ...throughRole('aws_iam_role.other') }),
    ),
    uses,
  ],
  [
    'a template with another beginning',
    all(
      other,
      lambda({ constant_value: 'other-${aws_iam_role.other.unique_id}', ...throughRole('aws_iam_role.other') }),
    ),
    undefined,
  ],
  ['the ARN of a topic, in an expression that is not shown', all(topic, lambda(refers('aws_sns_topic.t.arn'))), uses],
  [
    'the number of the account, in an expression that is not shown',
    all(created('aws_caller_identity', 'x', { mode: 'data', unknown: { account_id: true } }), (plan) =>
      lambda(refers('data.aws_caller_identity.x.account_id'))(plan),
    ),
    uses,
  ],
  [
    'the ARN of a topic alone',
    all(topic, lambda({ constant_value: '${aws_sns_topic.t.arn}', ...throughTopic })),
    undefined,
  ],
  ['templates that double', doubling, uses],
  ['a chain of references', chain, uses],
  ['a template with a local', all(other, lambda({ constant_value: '${local.x}', references: ['local.x'] })), uses],
  [
    'a template for a module',
    all(
      other,
      output(['var.given']),
      (p) =>
        (p.configuration.root_module.module_calls.m.expressions.given = {
          constant_value: '${replace(aws_iam_role.other.arn, "a", "b")}',
          ...throughRole('aws_iam_role.other'),
        }),
      lambda(ofModule),
    ),
    uses,
  ],
  [
    'a circle',
    all(
      output(['var.given']),
      (p) => (p.configuration.root_module.module_calls.m.expressions.given = ofModule),
      lambda(ofModule),
    ),
    uses,
  ],
];

describe('a role that is made from', () => {
  test.each(someOf(rows))('%s', (_, edit, says) => {
    expect(usesIn(edit)).toEqual(says === undefined ? [] : [says]);
  });
});

function usesIn(edit: Edit): string[] {
  const plan = samplePlan();
  edit(plan);
  const check = judge(plan, sampleContracts.slice(0, 1), { coverAll: 'stacks' });
  return spoken(check).filter((one) => /^(?:only-named-uses|rule-crashed)/.test(one));
}

const schedule = (target: object, expressions: object): Edit =>
  created('aws_scheduler_schedule', 'x', {
    after: { name: 'x', target: [{ arn: 'a' }] },
    unknown: { target },
    expressions,
  });

const blocks: Row[] = [
  [
    'a block that refers to another role',
    all(
      other,
      schedule([{ role_arn: true }], {
        target: [{ arn: refers(`${judged}.nothing`), role_arn: throughRole('aws_iam_role.other') }],
      }),
    ),
    undefined,
  ],
  [
    'a block that refers to a local',
    schedule([{ role_arn: true }], { target: [{ role_arn: refers('local.x') }] }),
    uses,
  ],
  ['a dynamic block', schedule([{ role_arn: true }], {}), uses],
  [
    'a dynamic block next to another',
    all(other, schedule([{ role_arn: true }, {}], { target: [{ role_arn: throughRole('aws_iam_role.other') }] })),
    uses,
  ],
  ['dynamic blocks that are not known', schedule(true as unknown as object, {}), uses],
  ['a nested attribute that is a local', schedule(true as unknown as object, { target: refers('local.target') }), uses],
  [
    'a nested attribute with an item that is a local',
    schedule([true] as object, { target: refers('local.target') }),
    uses,
  ],
  [
    'a nested attribute that is an output',
    all(output(['local.target']), schedule(true as unknown as object, { target: ofModule })),
    uses,
  ],
  [
    'a nested attribute with another role',
    all(other, schedule({ role_arn: true }, { target: throughRole('aws_iam_role.other') })),
    undefined,
  ],
  [
    'two blocks of other roles',
    all(
      other,
      another,
      schedule([{ role_arn: true }, { role_arn: true }], {
        target: [{ role_arn: throughRole('aws_iam_role.other') }, { role_arn: throughRole('aws_iam_role.another') }],
      }),
    ),
    undefined,
  ],
  [
    'two blocks, one of them of a local',
    all(
      other,
      schedule([{ role_arn: true }, {}], {
        target: [{ role_arn: throughRole('aws_iam_role.other') }, { role_arn: refers('local.x') }],
      }),
    ),
    uses,
  ],
  [
    'what the provider fills in',
    created('aws_autoscaling_group', 'x', { unknown: { service_linked_role_arn: true, arn: true } }),
    undefined,
  ],
];

describe('a role in', () => {
  test.each(someOf(blocks))('%s', (_, edit, says) => {
    expect(usesIn(edit)).toEqual(says === undefined ? [] : [says]);
  });
});

const trusts = (identifiers: object, document: Block = {}): Edit =>
  all(
    other,
    created('aws_iam_policy_document', 'trust', {
      mode: 'data',
      after: { statement: [{ actions: ['sts:AssumeRole'], principals: [{ type: 'AWS', identifiers: [null] }] }] },
      unknown: { json: true, statement: [{ principals: [{ identifiers: [true] }] }] },
      expressions: { statement: [{ principals: [{ identifiers, type: { constant_value: 'AWS' } }] }] },
      ...document,
    }),
    created('aws_iam_role', 'helper', {
      after: { name: 'helper' },
      unknown: { assume_role_policy: true },
      expressions: {
        assume_role_policy: refers('data.aws_iam_policy_document.trust.json', 'data.aws_iam_policy_document.trust'),
      },
    }),
  );
const statement = (principals: readonly object[]) => ({ statement: [{ actions: ['sts:AssumeRole'], principals }] });

const policies: Row[] = [
  ['another role', trusts(throughRole('aws_iam_role.other')), undefined],
  ['the judged role', trusts(throughRole(judged)), uses],
  ['a local', trusts(refers('local.x')), uses],
  [
    'another role, and everybody',
    trusts(throughRole('aws_iam_role.other'), {
      after: statement([{ type: 'AWS', identifiers: [null, '*'] }]),
      unknown: { json: true, statement: [{ principals: [{ identifiers: [true, false] }] }] },
    }),
    uses,
  ],
  [
    'another role, and the judged one by its ARN',
    trusts(throughRole('aws_iam_role.other'), {
      after: statement([
        { type: 'AWS', identifiers: [null, 'arn:aws:iam::111122223333:role/keyturn-staging-execution'] },
      ]),
      unknown: { json: true, statement: [{ principals: [{ identifiers: [true, false] }] }] },
    }),
    uses,
  ],
  [
    'another role, and an account',
    trusts(throughRole('aws_iam_role.other'), {
      after: statement([{ type: 'AWS', identifiers: [null, 'arn:aws:iam::111122223333:root'] }]),
      unknown: { json: true, statement: [{ principals: [{ identifiers: [true, false] }] }] },
    }),
    undefined,
  ],
  [
    'an identity provider',
    all(
      created('aws_iam_openid_connect_provider', 'p', { unknown: { arn: true } }),
      trusts(refers('aws_iam_openid_connect_provider.p.arn'), {
        after: statement([{ type: 'Federated', identifiers: [null] }]),
      }),
    ),
    undefined,
  ],
  [
    'statements that are not known',
    trusts(refers('local.x'), { after: {}, unknown: { json: true, statement: true } }),
    uses,
  ],
  [
    'principals that are not known',
    trusts(refers('local.x'), {
      after: { statement: [{}] },
      unknown: { json: true, statement: [{ principals: true }] },
    }),
    uses,
  ],
  [
    'everybody but another role',
    trusts(refers('local.x'), {
      after: { statement: [{ not_principals: [{ type: 'AWS', identifiers: ['x'] }] }] },
      unknown: { json: true, statement: [{ sid: true }] },
    }),
    uses,
  ],
  [
    'a document that is not known',
    trusts(throughRole('aws_iam_role.other'), {
      unknown: { json: true, source_policy_documents: [true] },
      after: { statement: [], source_policy_documents: [null] },
      expressions: { source_policy_documents: refers('local.x') },
    }),
    uses,
  ],
  [
    'another document of another role',
    trusts(throughRole('aws_iam_role.other'), {
      unknown: { json: true, override_policy_documents: [true] },
      after: { statement: [], override_policy_documents: [null] },
      expressions: { override_policy_documents: refers('data.aws_iam_policy_document.trust.json') },
    }),
    uses,
  ],
];

describe('a trust policy that is read later and names', () => {
  test.each(someOf(policies))('%s', (_, edit, says) => {
    expect(usesIn(edit)).toEqual(says === undefined ? [] : [says]);
  });
});

const document = (principal: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: principal }],
  });
const written = (text: string, ...references: readonly string[]): Edit =>
  all(
    other,
    created('aws_iam_openid_connect_provider', 'p', { unknown: { arn: true, url: true } }),
    created('aws_iam_role', 'helper', {
      after: { name: 'helper' },
      unknown: { assume_role_policy: true },
      expressions: { assume_role_policy: { constant_value: text, references } },
    }),
  );

const texts: Row[] = [
  ['another role', written(document({ AWS: '${aws_iam_role.other.arn}' }), 'aws_iam_role.other.arn'), undefined],
  [
    'the judged role',
    written(document({ AWS: '${aws_iam_role.execution.arn}' }), 'aws_iam_role.execution.arn'),
    'only-named-uses fail',
  ],
  [
    'the root of the account',
    written(
      document({ AWS: 'arn:aws:iam::${data.aws_caller_identity.c.account_id}:root' }),
      'data.aws_caller_identity.c.account_id',
    ),
    uses,
  ],
  [
    'an identity provider',
    written(
      document({ Federated: '${aws_iam_openid_connect_provider.p.arn}' }),
      'aws_iam_openid_connect_provider.p.arn',
    ),
    undefined,
  ],
  [
    'an identity provider and everybody',
    written(
      document({ AWS: '*', Federated: '${aws_iam_openid_connect_provider.p.arn}' }),
      'aws_iam_openid_connect_provider.p.arn',
    ),
    uses,
  ],
  ['a local', written(document({ AWS: '${local.x}' }), 'local.x'), uses],
  ['a local in an ARN', written(document({ AWS: 'arn:aws:iam::111122223333:role/${local.x}' }), 'local.x'), uses],
  ['a function', written('${templatefile("x", { arn = aws_iam_role.other.arn })}', 'aws_iam_role.other.arn'), uses],
  [
    'jsonencode() of another role',
    written(
      '${jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = aws_iam_role.other.arn } }] })}',
      'aws_iam_role.other.arn',
    ),
    undefined,
  ],
  [
    'jsonencode() of a local',
    written(
      '${jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = local.x } }] })}',
      'local.x',
    ),
    uses,
  ],
  [
    'jsonencode() of an unknown account',
    written(
      '${jsonencode({ Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { AWS = "arn:aws:iam::${local.x}:root" } }] })}',
      'local.x',
    ),
    undefined,
  ],
];

describe('a trust policy that is written in JSON and names', () => {
  test.each(someOf(texts))('%s', (_, edit, says) => {
    expect(usesIn(edit)).toEqual(says === undefined ? [] : [says]);
  });
});
