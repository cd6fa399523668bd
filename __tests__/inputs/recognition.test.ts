import { readModel } from '../../src/inputs';
import { InputError } from '../../src/input-error';
import { whatWouldBeRight } from '../../src/terraform';
import { samplePlan, sampleStack, type Loose } from '../checks/sample';
import { sampleExport } from './sample';

const text = (value: unknown): string => JSON.stringify(value, undefined, 2);
const account = sampleExport();
const role: Loose = account.RoleDetailList[0];
const document: Loose = role.RolePolicyList[0].PolicyDocument;
const state = { format_version: '1.0', terraform_version: '1.11.0', values: { root_module: {} } };

test.each([
  ['stack', sampleStack()],
  ['plan', samplePlan()],
  ['state', state],
  ['state', { format_version: '1.0' }],
  ['export', account],
  ['export', { RoleDetailList: [] }],
  ['export', { UserDetailList: [] }],
  ['policy', document],
  ['policy', { Statement: {} }],
])('a %s is reported by its content', (kind, input) => {
  expect(readModel(text(input), 'input.json').kind).toBe(kind);
});

const plan = '"terraform show -json tfplan"';
const whole = 'aws iam get-account-authorization-details';

/** What is given, and two things that the one line must say: what it is, and what to give instead. */
const lookAlikes: readonly (readonly [name: string, text: string, what: string, instead: string])[] = [
  [
    'the log of a plan',
    '{"@level":"info","@message":"Terraform 1.11.0"}\n{"@level":"info"}\n',
    'log of "terraform plan -json"',
    plan,
  ],
  ['one line of it, in another order', '{"@message":"x","@level":"info"}', 'log of "terraform plan -json"', plan],
  [
    'a raw state',
    text({ version: 4, terraform_version: '1.11.0', serial: 3, lineage: 'x', resources: [] }),
    'raw state file',
    'terraform show -json',
  ],
  [
    'a raw state without its lineage',
    text({ version: 4, terraform_version: '1.11.0', resources: [] }),
    'raw state file',
    'terraform show -json',
  ],
  [
    'a redacted plan',
    text({ plan_format_version: '1.2', resource_changes: [], provider_format_version: '1.0' }),
    'redacted plan',
    plan,
  ],
  ['a newer plan', text({ ...samplePlan(), format_version: '2.0' }), 'format_version "2.0" is not supported', '1.x'],
  [
    'a plan without a version number',
    text({ ...samplePlan(), format_version: 1 }),
    'format_version 1 is not supported',
    '1.x',
  ],
  ['a plan and a state', text({ ...samplePlan(), values: {} }), 'is both a plan and a state', whatWouldBeRight],
  [
    'a plan whose changes are not a list',
    text({ ...samplePlan(), resource_changes: {} }),
    'resource_changes is not a list',
    'edited',
  ],
  [
    'schemas of providers',
    text({ format_version: '1.0', provider_schemas: {} }),
    'terraform providers schema',
    whatWouldBeRight,
  ],
  ['a validation', text({ format_version: '1.0', valid: true }), 'terraform validate', whatWouldBeRight],
  ['a version', text({ terraform_version: '1.11.0', platform: 'linux_amd64' }), 'terraform version', plan],
  [
    'a plan for people',
    'Terraform will perform the following actions:\n\n  # aws_iam_role.x will be created\n',
    'output for people',
    plan,
  ],
  [
    'a plan for people, in colours',
    '\u001b[0m\u001b[1maws_iam_role.x: Refreshing state... [id=x]\n',
    'for people',
    plan,
  ],
  ['a plan for people that begins with a data source', 'data.aws_region.x: Reading...\n', 'for people', plan],
  ['a plan for people without changes', '\nNo changes. Your infrastructure matches\n', 'for people', plan],
  ['a plan of OpenTofu for people', 'OpenTofu used the selected providers\n', 'for people', plan],
  ['the log of a remote plan', 'Running plan in HCP Terraform. Output will stream here.\n', 'for people', plan],
  ['the log of a lock', 'Acquiring state lock. This may take a few moments...\n', 'for people', plan],
  [
    'a warning about the CLI configuration before the plan',
    'There are some problems with the CLI configuration:\n\u2577\n\u2502 Warning: Unable to open CLI configuration file\n\u2575\n\n{}',
    'begins with a warning of Terraform; write standard output alone, without "2>&1"',
    plan,
  ],
  [
    'a warning before the plan',
    '\u001b[33m\u2577\u001b[0m\n\u2502 Warning: Value\n\u2575\n{}',
    'begins with a warning of Terraform',
    plan,
  ],
  ['an error', '\u2577\n\u2502 Error: Failed to read the given file\n', 'is an error of Terraform', plan],
  ['an error without a frame', '\nError: No configuration files\n', 'is an error of Terraform', plan],
  [
    'the wrapper of OpenTofu',
    '[command]/opt/tofu-bin show -json tfplan\n{}',
    'setup-terraform',
    'terraform_wrapper: false',
  ],
  ['the log of Terragrunt', 'time=2026-11-30T10:00:00Z level=info msg=x\n{}', 'log of Terragrunt', '--log-disable'],
  ['its log in colours', '\u001b[0m10:11:12.345 STDOUT terraform: {\n', 'log of Terragrunt', '--log-disable'],
  ['its configuration', 'include "root" {\n  path = x\n}\n', 'configuration of Terragrunt', 'terragrunt show -json'],
  ['its inputs', 'inputs = {\n  a = 1\n}\n', 'configuration of Terragrunt', 'terragrunt show -json'],
  ['the log of Atlantis', 'running "terraform show -json" in "/a"\n{}', 'log of Atlantis', '$SHOWFILE'],
  ['variables', '# region\nregion = "eu-west-1"\n', '*.tfvars', plan],
  ['several plans, one after the other', '{\n  "a": 1\n}\n{\n  "a": 2\n}\n', 'several JSON texts', whatWouldBeRight],
  ['outputs', text({ arn: { sensitive: false, type: 'string', value: 'x' } }), 'terraform output -json', plan],
  [
    'an encrypted file',
    text({ encrypted_data: 'x', encryption_version: 'v0', meta: {} }),
    'encrypted',
    'tofu show -json',
  ],
  [
    'a plan from the log of a job',
    text(samplePlan()).replaceAll('111122223333', '***'),
    'is redacted: *** is written in place of values',
    plan.slice(0, -1),
  ],
  [
    'a plan with a value for people',
    text({ ...samplePlan(), variables: { x: { value: '(sensitive value)' } } }),
    'is redacted: (sensitive value) is written',
    plan.slice(0, -1),
  ],
  [
    'native configuration',
    '# roles\n\nresource "aws_iam_role" "x" {\n  name = "x"\n}\n',
    'native Terraform configuration',
    plan,
  ],
  ['native settings', 'terraform {\n  required_version = "1.11"\n}\n', 'native Terraform configuration', plan],
  ['native locals after a comment', '/* a\n b */\nlocals {\n}\n', 'native Terraform configuration', plan],
  ['YAML', 'Statement:\n  - Effect: Allow\n', 'YAML', '--output json'],
  ['YAML after a line', '---\nRoleDetailList:\n- Arn: x\n', 'YAML', '--output json'],
  [
    'a table of the AWS CLI',
    '-----------\n|GetAccountAuthorizationDetails|\n',
    "AWS CLI's output for people",
    '--output json',
  ],
  ['text of the AWS CLI', 'ROLEDETAILLIST\tarn:aws:iam::1:role/x\n', "AWS CLI's output for people", '--output json'],
  ['the answer of the API', '<GetAccountAuthorizationDetailsResponse>', 'XML', whole],
  ['one JSON text a line', '{"a":1}\n{"a":2}\n', 'several JSON texts', whatWouldBeRight],
  [
    'pages of an export, one a line',
    `${JSON.stringify(account)}\n${JSON.stringify(account)}\n`,
    'several JSON texts',
    whole,
  ],
  ['pages of an export as a list', text([account, account]), 'pages of an export', '--no-paginate'],
  ['roles cut out of an export', text(account.RoleDetailList), 'cut out of an export', whole],
  ['users cut out of an export', text(account.UserDetailList), 'cut out of an export', whole],
  ['policies cut out of an export', text({ Policies: account.Policies }), 'list of policies', whole],
  ['one role cut out of an export', text(role), 'one role', whole],
  ['an export in another object', text({ data: { iam: account } }), 'inside "data"', 'give the export alone'],
  ['pages in another object', text({ pages: [account] }), 'inside "pages"', 'give the export alone'],
  ['get-role', text({ Role: role }), 'aws iam get-role', whole],
  ['list-roles', text({ Roles: [role] }), 'list of roles', whole],
  ['get-user', text({ User: {} }), 'aws iam get-user', whole],
  ['list-users', text({ Users: [] }), 'list of users', whole],
  ['get-policy', text({ Policy: {} }), 'without its document', whole],
  ['list-attached-role-policies', text({ AttachedPolicies: [] }), 'list of policies', whole],
  ['list-role-policies', text({ PolicyNames: [] }), 'list of policies', whole],
  [
    'get-role-policy',
    text({ RoleName: 'x', PolicyName: 'y', PolicyDocument: document }),
    'with its name around it',
    '--query PolicyDocument',
  ],
  [
    'get-policy-version',
    text({ PolicyVersion: { Document: document } }),
    'version of a policy',
    '--query PolicyVersion.Document',
  ],
  ['a list of statements', text(document.Statement), 'list of statements', 'whole policy document'],
  ['a trust policy', text(role.AssumeRolePolicyDocument), 'trust policy', whole],
  [
    'a trust policy with one statement',
    text({ Statement: role.AssumeRolePolicyDocument.Statement[0] }),
    'trust policy',
    whole,
  ],
  [
    'the policy of a resource',
    text({ Statement: { Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' } }),
    'policy of a resource',
    'policy document of a role',
  ],
  ['a contract', text({ version: 1, subject: {}, identity: [], trust: {} }), 'contract', '--contract'],
  ['the settings', text({ language: 'typescript', app: 'x', output: 'x' }), 'settings', 'name the folder of a stack'],
  ['a page in Markdown', '## A role', 'is not JSON', whatWouldBeRight],
  [
    'a template of CloudFormation',
    text({ AWSTemplateFormatVersion: '2010-09-09', Resources: {} }),
    'CloudFormation',
    'not judged',
  ],
  ['an export and a policy', text({ ...account, Statement: [] }), 'at once', whatWouldBeRight],
  ['an export and a stack', text({ ...account, resource: {} }), 'at once', whatWouldBeRight],
  ['a policy and a stack', text({ ...document, resource: {} }), 'at once', whatWouldBeRight],
  [
    'an export whose roles are not a list',
    text({ ...account, RoleDetailList: {} }),
    'RoleDetailList is not a list',
    whole,
  ],
  ['a list', '[]', 'not an object', whatWouldBeRight],
  ['a text', '"x"', 'not an object', whatWouldBeRight],
  ['null', 'null', 'not an object', whatWouldBeRight],
  ['something else', '{"hello":"world"}', 'not a supported input', whatWouldBeRight],
  ['an empty object', '{}', 'not a supported input', whatWouldBeRight],
  ['a policy in other letters', '{"statement":[]}', 'not a supported input', whatWouldBeRight],
  ['broken JSON', '{"Statement": [', 'line 1, column 16', 'should follow'],
];

test.each(lookAlikes)('%s is refused in one line by its own name', (_, given, what, instead) => {
  const lines = refusalOf(given);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(/^input\.json: /);
  expect(lines[0]).toContain(what);
  expect(lines[0]).toContain(instead);
  expect(lines[0]).not.toContain('\n');
});

function refusalOf(given: string): readonly string[] {
  try {
    readModel(given, 'input.json');
  } catch (error) {
    if (error instanceof InputError) return error.lines;
    throw error;
  }
  return ['it was read'];
}

test.each([
  ['#', '#'.repeat(4096)],
  ['comments', '/**/'.repeat(1024)],
  ['quotes', `resource ${'"" '.repeat(1300)}`],
  ['blanks', ' '.repeat(100_000)],
  ['lines', '\n'.repeat(100_000)],
  ['dashes', `${'-'.repeat(4000)}\n`],
])('a text of only %s is refused at once', (_, given) => {
  const start = performance.now();
  expect(refusalOf(given)).toHaveLength(1);
  expect(performance.now() - start).toBeLessThan(1000);
});

test('what would be right names the four inputs', () => {
  for (const input of ['cdk.tf.json', 'terraform show -json', 'get-account-authorization-details', 'policy document'])
    expect(whatWouldBeRight).toContain(input);
});
