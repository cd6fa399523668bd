/* eslint-disable @typescript-eslint/no-unsafe-call, @typescript-eslint/no-unsafe-return --
   an edit reaches anywhere into untyped JSON, and is written as one expression a row */
import { checkModel, type Check } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { Unknown } from '../../src/model';
import { digest, judge, sampleContracts, sampleStack, spoken, type Loose } from './sample';
import { testSome } from '../effort';

const everything = { Effect: 'Allow', Action: '*', Resource: '*' };

function policyOf(stack: Loose): Loose {
  return JSON.parse(stack.resource.aws_iam_role_policy.execution.policy as string);
}

function withPolicy(stack: Loose, policy: string): Loose {
  stack.resource.aws_iam_role_policy.execution.policy = policy;
  return stack;
}

/** A statement of a policy as arguments of the data source. */
function asArguments(statement: Loose): Loose {
  const list = (value: unknown) => [value ?? []].flat();
  const condition = Object.entries((statement.Condition ?? {}) as Record<string, Record<string, unknown>>).flatMap(
    ([test, keys]) => Object.entries(keys).map(([variable, values]) => ({ test, variable, values: list(values) })),
  );
  const { Sid: sid, Effect: effect, Action, Resource } = statement;
  return { sid, effect, actions: list(Action), resources: list(Resource), condition };
}

/** The sample with the role's policy from a data source, edited. */
function fromData(edit: (document: Loose, stack: Loose) => void = () => undefined, address = 'x'): Loose {
  const stack = sampleStack();
  const document: Loose = { statement: policyOf(stack).Statement.map(asArguments) };
  stack.data = { aws_iam_policy_document: { x: document } };
  edit(document, stack);
  return withPolicy(stack, `\${data.aws_iam_policy_document.${address}.json}`);
}

/** A policy as the text of a literal object in Terraform's own language, which CDKTF writes for Fn.jsonencode. */
function hcl(value: Loose): string {
  if (Array.isArray(value)) return `[${value.map(hcl).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value as object).map(([name, item]) => `${JSON.stringify(name)} = ${hcl(item)}`);
  return `{${members.join(', ')}}`;
}

const text = (...statements: object[]) => JSON.stringify({ Version: '2012-10-17', Statement: statements });
const rule = 'grants-inside-contract fail';
const unread = 'grants-inside-contract undecided';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/data-sources/iam_policy_document [2.31] */
describe('a policy from a data source', () => {
  testSome<[string, Loose, string]>([
    ['a source that is added', fromData((d) => (d.source_policy_documents = [text(everything)])), rule],
    ['an override that is added', fromData((d) => (d.override_policy_documents = [text(everything)])), rule],
    [
      'an override that takes the place of a narrow statement',
      fromData((d) => (d.override_policy_documents = [text({ Sid: d.statement[0].sid, ...everything })])),
      rule,
    ],
    ['a statement more', fromData((d) => d.statement.push({ actions: ['*'], resources: ['*'] })), rule],
    ['a nested statement in a list of lists [2.7]', fromData((d) => d.statement.push([{ actions: ['*'], resources: ['*'] }])), rule], // prettier-ignore
    ['no effect, which means Allow', fromData((d) => d.statement.push({ actions: ['iam:*'], resources: ['*'] })), rule],
    ['not_actions', fromData((d) => d.statement.push({ not_actions: ['s3:GetObject'], resources: ['*'] })), rule],
    ['not_resources', fromData((d) => d.statement.push({ actions: ['iam:*'], not_resources: ['x'] })), rule],
    ['a policy variable', fromData((d) => d.statement[0].resources.push('arn:aws:iam::111122223333:user/&{aws:username}')), rule], // prettier-ignore
    ['a condition that a second one widens', fromData((d) => d.statement[2].condition.push({ ...d.statement[2].condition[0], values: ['x@example.org'] })), rule], // prettier-ignore
    ['a dynamic statement [2.26]', fromData((d) => (d.dynamic = { statement: { for_each: ['*'], content: { actions: ['${statement.value}'], resources: ['*'] } } })), rule], // prettier-ignore
    ['one of several instances [2.25]', fromData((d) => ((d.for_each = { a: 'x', b: '*' }), d.statement.push({ actions: ['s3:${each.value}'], resources: ['*'] })), 'x["b"]'), rule], // prettier-ignore
    ['another data source', fromData((d, s) => ((s.data.aws_iam_policy_document.y = { statement: { actions: ['*'], resources: ['*'] } }), (d.source_policy_documents = ['${data.aws_iam_policy_document.y.json}']))), rule], // prettier-ignore
    ['what is not known', fromData((d) => d.statement.push({ actions: ['${var.actions}'], resources: ['*'] })), unread],
    ['a dynamic statement that is not known', fromData((d) => (d.dynamic = { statement: { for_each: '${var.x}', content: {} } })), unread], // prettier-ignore
    ['an argument of tomorrow', fromData((d) => (d.more = 1)), unread],
    ['the old source [2.31]', fromData((d) => (d.source_json = text(everything))), unread],
    ['a source that Terraform reads in its own way', fromData((d) => (d.source_policy_documents = ['{"statement":[]}'])), unread], // prettier-ignore
    ['itself', fromData((d) => (d.source_policy_documents = ['${data.aws_iam_policy_document.x.json}'])), unread],
    ['an instance that is not there', fromData((d) => (d.count = 1), 'x[1]'), unread],
    ['a provider of another source', fromData((_, s) => (s.terraform.required_providers.aws.source = 'evil/aws')), unread], // prettier-ignore
    ['another attribute of it', withPolicy(fromData(), '${data.aws_iam_policy_document.x.policy}'), unread],
    ['what is read from AWS [2.32]', withPolicy(sampleStack(), '${data.aws_iam_policy.x.policy}'), unread],
  ])('with %s is found', (_, stack, says) => {
    expect(spoken(judge(stack))).toContain(says);
  });

  test.each<[string, Loose]>([
    ['the same statements', fromData()],
    ['statements split between source and own', fromData((d) => ((d.source_policy_documents = [text(policyOf(sampleStack()).Statement[0])]), d.statement.shift()))], // prettier-ignore
    ['a wide source that a narrow statement takes the place of', fromData((d) => (d.source_policy_documents = [text({ Sid: d.statement[0].sid, ...everything })]))], // prettier-ignore
    ['count', fromData((d) => (d.count = 2), 'x[1]')],
    ['for_each', fromData((d) => (d.for_each = '${toset(["a"])}'), 'x["a"]')],
    ['a comment', fromData((d) => ((d['//'] = { metadata: {} }), (d.statement[0]['//'] = 'x')))],
    ['minified', withPolicy(fromData(), '${data.aws_iam_policy_document.x.minified_json}')],
  ])('with %s passes', (_, stack) => {
    expect([spoken(judge(stack)), judge(stack).verdict]).toEqual([[], 'pass']);
  });
});

/** https://developer.hashicorp.com/terraform/language/expressions [2.17-2.24] */
describe('a policy that is an expression', () => {
  const sample = policyOf(sampleStack());
  const encoded = (policy: Loose) => `\${jsonencode(${hcl(policy)})}`;
  const wide = { ...sample, Statement: [...sample.Statement, everything] };
  const more = (blocks: object, policy: string) => withPolicy({ ...sampleStack(), ...blocks }, policy);
  const whole = JSON.stringify(sample).replaceAll('"', '\\"');

  testSome<[string, Loose, string]>([
    ['a wide jsonencode', withPolicy(sampleStack(), encoded(wide)), rule],
    ['a wide local', more({ locals: { p: text(everything) } }, '${local.p}'), rule],
    ['a wide default', more({ variable: { p: { default: text(everything) } } }, '${var.p}'), rule],
    ['a wide object of a local', more({ locals: { p: wide } }, '${jsonencode(local.p)}'), rule],
    ['an action from another place', more({ locals: { a: '*' } }, JSON.stringify(sample).replace('iam:ListAccessKeys', '${local.a}')), rule], // prettier-ignore
    ['a name that breaks out of its quotes [2.24]', more({ locals: { a: 'iam:x","*' } }, JSON.stringify(sample).replace('iam:ListAccessKeys', '${local.a}')), rule], // prettier-ignore
    ['a variable without a value', more({ variable: { p: {} } }, '${var.p}'), unread],
    ['a variable whose type may change it', more({ variable: { p: { type: 'list(number)', default: [1] } } }, '${jsonencode(var.p)}'), unread], // prettier-ignore
    ['a circle', more({ locals: { a: '${local.b}', b: '${local.a}' } }, '${local.a}'), unread],
    ['a function', withPolicy(sampleStack(), '${file("policy.json")}'), unread],
    ['a function behind a literal', withPolicy(sampleStack(), `\${try(file("x"), "${whole}")}`), unread],
    ['a condition', withPolicy(sampleStack(), `\${true ? "${whole}" : "x"}`), unread],
    ['an operator', withPolicy(sampleStack(), `\${"${whole}" == "x"}`), unread],
    ['a directive', withPolicy(sampleStack(), '%{ if true }x%{ endif }'), unread],
    ['a comment', withPolicy(sampleStack(), `\${ /* x */ "${whole}"}`), unread],
    ['a workspace [2.5]', withPolicy(sampleStack(), '${terraform.workspace}'), unread],
    ['what is not closed', withPolicy(sampleStack(), '${local.'), unread],
    ['depth', withPolicy(sampleStack(), `\${${'['.repeat(100_000)}`), unread],
    ['growth without end', more({ locals: Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`l${i}`, `\${local.l${i + 1}}\${local.l${i + 1}}`])) }, '${local.l0}'), unread], // prettier-ignore
    ['length without end', more({ locals: { ...Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`l${i}`, `\${local.l${i + 1}}\${local.l${i + 1}}`])), l60: 'x'.repeat(1000) } }, '${local.l0}'), unread], // prettier-ignore
  ])('with %s is found', (_, stack, says) => {
    expect(spoken(judge(stack))).toContain(says);
  });

  test.each<[string, Loose]>([
    ['jsonencode of a literal object', withPolicy(sampleStack(), encoded(sample))],
    ['a local', more({ locals: { p: JSON.stringify(sample) } }, '${local.p}')],
    ['an object of a local', more({ locals: [{ '//': 'x' }, { p: sample }] }, '${jsonencode(local.p)}')],
    ['a default', more({ variable: { p: { type: 'string', default: JSON.stringify(sample) } } }, '${var.p}')],
    ['a text in an expression', withPolicy(sampleStack(), `\${"${whole}"}`)],
  ])('with %s passes', (_, stack) => {
    expect([spoken(judge(stack)), judge(stack).verdict]).toEqual([[], 'pass']);
  });

  test('its default is a premise of the verdict', () => {
    const { premises } = judge(more({ variable: { p: { default: JSON.stringify(sample) } } }, '${var.p}'));
    expect(premises).toContain('These variables keep their defaults: p.');
  });
});

describe('a sensitive value', () => {
  const secret = 'S3CR3T';
  const hidden = text({ Effect: 'Allow', Action: 's3:GetObject', Resource: `arn:aws:s3:::${secret}` });
  const shown = (check: Check) => JSON.stringify(check);

  test.each<[string, object, string]>([
    ['of a variable', { variable: { p: { sensitive: true, default: hidden } } }, '${var.p}'],
    ['of a variable, by a local', { variable: { p: { sensitive: true, default: hidden } }, locals: { l: '${var.p}' } }, '${local.l}'], // prettier-ignore
    ['of a variable, by a data source', { variable: { p: { sensitive: true, default: hidden } }, data: { aws_iam_policy_document: { x: { source_policy_documents: ['${var.p}'] } } } }, '${data.aws_iam_policy_document.x.json}'], // prettier-ignore
    ['of a function', {}, `\${sensitive(${JSON.stringify(hidden)})}`],
    ['of a function that is not followed', {}, `\${sensitive(trimspace("${secret}"))}`],
  ])('%s is judged and not printed', (_, blocks, policy) => {
    const check = judge(withPolicy({ ...sampleStack(), ...blocks }, policy));
    expect(check.verdict).not.toBe('pass');
    expect(shown(check)).not.toContain(secret);
  });
});

/** https://developer.hashicorp.com/terraform/language/syntax/json and the specification of JSON in HCL */
describe('the forms that a stack may take', () => {
  const type = 'aws_iam_role_policy';
  const hostile = { name: 'more', role: 'keyturn-staging-execution', policy: text(everything) };
  const edited = (edit: (stack: Loose) => void) => {
    const stack = sampleStack();
    edit(stack);
    return stack;
  };
  const unreadable = 'whole-input undecided';

  testSome<[string, Loose, string]>([
    [
      'a list at the level of types [2.7]',
      edited((s) => (s.resource = [s.resource, { [type]: { more: hostile } }])),
      rule,
    ],
    [
      'a list at the level of names [2.7]',
      edited((s) => (s.resource[type] = [s.resource[type], { more: hostile }])),
      rule,
    ],
    ['a list as a body [2.7]', edited((s) => (s.resource[type].more = [hostile])), rule],
    ['lists of lists [2.7]', edited((s) => (s.resource[type].more = [[hostile]])), rule],
    ['two bodies of one name [2.9]', edited((s) => (s.resource[type].more = [hostile, hostile])), unreadable],
    ['a comment at the level of names [2.11]', edited((s) => (s.resource[type]['//'] = hostile)), unreadable],
    ['a comment at the level of types [2.11]', edited((s) => (s.resource['//'] = { more: hostile })), unreadable],
    ['null for a body [2.13]', edited((s) => (s.resource[type].more = null)), unreadable],
    ['a text for a body', edited((s) => (s.resource[type].more = 'x')), unreadable],
    ['a name that is not a name', edited((s) => (s.resource[type]['a b'] = hostile)), unreadable],
    ['a resource called __proto__ [2.16]', JSON.parse(JSON.stringify(edited((s) => (s.resource[type].proto = hostile))).replace('"proto"', '"__proto__"')), rule], // prettier-ignore
    ['count 0 of what restricts [2.25]', edited((s) => (s.resource.aws_iam_role_policies_exclusive.execution.count = 0)), 'closed-role'], // prettier-ignore
    ['for_each over a list, which Terraform refuses', edited((s) => (s.resource[type].more = { ...hostile, for_each: ['x'] })), unreadable], // prettier-ignore
    ['count and for_each at once', edited((s) => (s.resource[type].more = { ...hostile, count: 0, for_each: {} })), unreadable], // prettier-ignore
    ['for_each of a set', edited((s) => (s.resource[type].more = { ...hostile, for_each: '${toset(["keyturn-staging-execution"])}', role: '${each.value}' })), rule], // prettier-ignore
    ['count in words', edited((s) => (s.resource[type].more = { ...hostile, count: '1' })), rule],
    ['a dynamic inline policy [2.26]', edited((s) => (s.resource.aws_iam_role.execution.dynamic = { inline_policy: { for_each: { more: text(everything) }, content: { name: '${inline_policy.key}', policy: '${inline_policy.value}' } } })), rule], // prettier-ignore
    ['a dynamic of a dynamic', edited((s) => (s.resource.aws_iam_role.execution.dynamic = { inline_policy: { for_each: [1], content: { dynamic: { x: {} } } } })), unreadable], // prettier-ignore
    ['a provisioner as a list [2.28]', edited((s) => (s.resource[type].execution.provisioner = [{ 'local-exec': [{ command: 'x' }] }])), 'no-executors undecided'], // prettier-ignore
    ['a connection [2.28]', edited((s) => (s.resource[type].execution.connection = { host: 'x' })), 'no-executors undecided'], // prettier-ignore
    ['ignored changes in a list [2.27]', edited((s) => (s.resource[type].execution.lifecycle = [{}, { ignore_changes: 'all' }])), unreadable], // prettier-ignore
    ['a lifecycle of tomorrow', edited((s) => (s.resource[type].execution.lifecycle = { action_trigger: {} })), unreadable], // prettier-ignore
    ['a lifecycle that is a text', edited((s) => (s.resource[type].execution.lifecycle = 'x')), unreadable],
    ['removed [2.30]', edited((s) => (s.removed = { from: 'aws_iam_role_policy.x', lifecycle: { destroy: false } })), unreadable], // prettier-ignore
    ['import [2.30]', edited((s) => (s.import = [{ to: 'aws_iam_role_policy.execution', id: 'x' }])), unreadable],
    ['check [2.30]', edited((s) => (s.check = { c: { data: { external: { x: {} } } } })), unreadable],
    ['an action of newer versions [2.30]', edited((s) => (s.action = { aws_lambda_invoke: { x: {} } })), unreadable],
    ['an experiment', edited((s) => (s.terraform.experiments = ['x'])), unreadable],
    ['a provider of another source [2.30]', edited((s) => (s.terraform.required_providers.aws = { source: 'evil/aws' })), 'known-provider undecided'], // prettier-ignore
    ['a key that is only equal when it is normalised [2.14]', edited((s) => (s.resource[type].execution.policy = '{"Version":"2012-10-17","Statement":[],"e\u0301":1,"\u00e9":2}')), unread], // prettier-ignore
    ['a user that is only equal when it is normalised [2.14]', edited((s) => (s.resource[type].execution.policy = s.resource[type].execution.policy.replace('ci-deployer', 'ci-deploye\uD800r'))), 'grants-inside-contract'], // prettier-ignore
    ['a policy that repeats a key [2.8]', edited((s) => (s.resource[type].execution.policy = s.resource[type].execution.policy.replace('"Statement":', `"Statement":[${JSON.stringify(everything)}],"Statement":`))), unread], // prettier-ignore
  ])('%s is seen', (_, stack, says) => {
    expect(spoken(judge(stack)).join()).toContain(says);
  });

  testSome<[string, Loose]>([
    ['moved [2.30]', edited((s) => (s.moved = [{ from: 'aws_iam_role_policy.old', to: 'aws_iam_role_policy.execution' }]))], // prettier-ignore
    ['lists at every level [2.7]', edited((s) => (s.resource = Object.entries(s.resource).map(([name, bodies]) => ({ [name]: [bodies] }))))], // prettier-ignore
    ['empty blocks [2.13]', edited((s) => Object.assign(s.resource[type].execution, { lifecycle: [], provisioner: [] }))], // prettier-ignore
    ['null arguments [2.13]', edited((s) => Object.assign(s.resource[type].execution, { count: null, dynamic: null, connection: null }))], // prettier-ignore
    ['no modules', edited((s) => Object.assign(s, { module: {}, import: [], removed: null, check: [] }))],
    ['a lifecycle that hides nothing [2.27]', edited((s) => (s.resource[type].execution.lifecycle = { create_before_destroy: true, prevent_destroy: true, '//': 1 }))], // prettier-ignore
    ['a hostile policy that count takes out [2.25]', edited((s) => (s.resource[type].more = { ...hostile, count: 0 }))],
    ['a hostile policy for each of nothing [2.25]', edited((s) => (s.resource[type].more = { ...hostile, for_each: {} }))], // prettier-ignore
    ['a backend and what is required [2.30]', edited((s) => Object.assign(s.terraform, { backend: { s3: {} }, required_version: '>= 1.5', cloud: [] }))], // prettier-ignore
    ['comments where they are comments [2.11]', edited((s) => ((s.locals = { '//': 'x' }), (s.resource[type].execution['//'] = { metadata: {} })))], // prettier-ignore
  ])('%s passes', (_, stack) => {
    const check = judge(stack);
    expect([check.findings.filter(({ verdict }) => verdict !== 'note'), check.verdict]).toEqual([[], 'pass']);
  });
});

test('what a list at the root holds is refused or judged, never passed over [2.6]', () => {
  expect(() => judge([sampleStack()])).toThrow(/is JSON but not an object/);
});

test('an override in the folder is judged', () => {
  const stack = sampleStack();
  const wide = { resource: { aws_iam_role_policy: { execution: { policy: text(everything) } } } };
  const folder = {
    own: 'cdk.tf.json',
    files: [{ name: 'override.tf.json', root: wide }],
    others: ['override.tf.json'],
    values: new Map(),
    texts: new Map(),
    constructs: [],
  };
  const model = readModel(JSON.stringify(stack), 'cdk.tf.json', { folder });
  expect(model.resources.some(({ values }) => values.policy instanceof Unknown)).toBe(false);
  const check = checkModel(model, sampleContracts, { today: '2026-11-23', coverAll: 'always', digest });
  expect(spoken(check)).toContain(rule);
});
