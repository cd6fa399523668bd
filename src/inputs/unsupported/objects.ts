import { attribute, isObject, type Value, type ValueObject } from '../../model';
import { exportCommand, planCommand, stateCommand } from '../commands';

interface LookAlike {
  /** It is this where it has all of these members. */
  readonly has: readonly string[];
  readonly says: string;
}

/** Outputs of other commands and files of other programs; the first that fits has the word. */
const lookAlikes: readonly LookAlike[] = [
  // HCP Terraform's json-output-redacted: no values, only what may be shown of them.
  // https://developer.hashicorp.com/terraform/cloud-docs/api-docs/plans
  { has: ['plan_format_version'], says: `is a redacted plan, which leaves out values; ${planCommand}` },
  // https://opentofu.org/docs/language/state/encryption/
  {
    has: ['encrypted_data', 'encryption_version'],
    says: 'is a file that OpenTofu encrypted; give the output of "tofu show -json" for it, with the same encryption settings',
  },
  { has: ['version', 'lineage'], says: `is a raw state file; ${stateCommand}` },
  { has: ['version', 'serial'], says: `is a raw state file; ${stateCommand}` },
  { has: ['version', 'terraform_version', 'resources'], says: `is a raw state file; ${stateCommand}` },
  { has: ['@level', '@message'], says: `is a line of the log of "terraform plan -json"; ${planCommand}` },
  { has: ['terraform_version', 'platform'], says: `is the output of "terraform version -json"; ${planCommand}` },
  { has: ['Role'], says: `is the output of "aws iam get-role", without the role's policies; ${exportCommand}` },
  { has: ['Roles'], says: `is a list of roles without their policies; ${exportCommand}` },
  { has: ['User'], says: `is the output of "aws iam get-user"; ${exportCommand}` },
  { has: ['Users'], says: `is a list of users without their policies; ${exportCommand}` },
  { has: ['RoleName', 'AssumeRolePolicyDocument'], says: `is one role, cut out of its export; ${exportCommand}` },
  {
    has: ['PolicyName', 'PolicyDocument'],
    says: 'is a policy with its name around it; give the document alone, with --query PolicyDocument',
  },
  {
    has: ['PolicyVersion'],
    says: 'is a version of a policy; give the document alone, with --query PolicyVersion.Document',
  },
  { has: ['Document', 'VersionId'], says: 'is a version of a policy; give its Document alone' },
  { has: ['Policy'], says: `is a policy without its document; ${exportCommand}` },
  { has: ['AttachedPolicies'], says: `is a list of policies without their documents; ${exportCommand}` },
  { has: ['PolicyNames'], says: `is a list of policies without their documents; ${exportCommand}` },
  { has: ['Resources', 'AWSTemplateFormatVersion'], says: 'is a CloudFormation template, which is not judged' },
  // https://developer.hashicorp.com/terraform/cdktf/create-and-deploy/configuration-file
  {
    has: ['language', 'app'],
    says: 'has the settings that stacks are made from; synthesise, and name the folder of a stack: cdktf.out/stacks/NAME',
  },
  { has: ['subject', 'identity', 'trust'], says: 'is a contract; name it with --contract' },
];

/** The kind of an object that only looks like an input, and the input to give instead. */
export function lookAlikeOf(root: ValueObject): string | undefined {
  const known = lookAlikes.find(({ has }) => has.every((name) => attribute(root, name) !== undefined));
  if (known !== undefined) return known.says;
  const members = Object.values(root);
  const isOutputs = members.length > 0 && members.every(isOutput);
  return isOutputs ? `is the output of "terraform output -json"; ${planCommand}` : undefined;
}

function isOutput(member: Value): boolean {
  return isObject(member) && ['sensitive', 'type', 'value'].every((name) => attribute(member, name) !== undefined);
}

/** The same for a list, by its first item. */
export function lookAlikeOfList(first: ValueObject): string | undefined {
  return attribute(first, 'Effect') === undefined
    ? undefined
    : 'is a list of statements; give the whole policy document around it';
}
