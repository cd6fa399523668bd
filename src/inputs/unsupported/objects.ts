import { InputError } from '../../input-error';
import { attribute, isList, isObject, type Value, type ValueObject } from '../../model';
import { exportCommand, planCommand, stateCommand } from '../commands';
import { isExport } from '../iam-export/read';

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
  { has: ['version', 'lineage'], says: `is a raw state file; ${stateCommand}` },
  { has: ['version', 'serial'], says: `is a raw state file; ${stateCommand}` },
  { has: ['version', 'terraform_version', 'resources'], says: `is a raw state file; ${stateCommand}` },
  { has: ['@level', '@message'], says: `is a line of the log of "terraform plan -json"; ${planCommand}` },
  { has: ['terraform_version', 'platform'], says: `is what "terraform version -json" prints; ${planCommand}` },
  { has: ['Role'], says: `is what "aws iam get-role" prints, without the role's policies; ${exportCommand}` },
  { has: ['Roles'], says: `is a list of roles without their policies; ${exportCommand}` },
  { has: ['User'], says: `is what "aws iam get-user" prints; ${exportCommand}` },
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
  { has: ['subject', 'identity', 'trust'], says: 'is a contract; name it with --contract' },
];

/** What an object is that only looks like an input, and what to give instead. */
export function lookAlikeOf(root: ValueObject): string | undefined {
  const known = lookAlikes.find(({ has }) => has.every((name) => attribute(root, name) !== undefined));
  if (known !== undefined) return known.says;
  if (isExport(root)) return undefined;
  if (attribute(root, 'Policies') !== undefined)
    return `is a list of policies without the roles that have them; ${exportCommand}, whole`;
  const nested = Object.keys(root).find((name) => holdsExport(attribute(root, name), 0));
  return nested === undefined
    ? undefined
    : `holds an export of IAM inside ${JSON.stringify(nested)}; give the export alone, as the AWS CLI prints it`;
}

/** Refuses a list that can be called by its name. */
export function refuseOtherLists(value: Value, file: string): void {
  if (!isList(value)) return;
  const [first] = value;
  if (!isObject(first)) return;
  const says = isExport(first)
    ? 'is a list of the pages of an export; give it in one, as the AWS CLI prints it without --no-paginate'
    : ['RoleName', 'UserName', 'GroupName', 'PolicyVersionList'].some((name) => attribute(first, name) !== undefined)
      ? `is a list that was cut out of an export, as by --query; ${exportCommand}, whole`
      : attribute(first, 'Effect') !== undefined
        ? 'is a list of statements; give the whole policy document around it'
        : undefined;
  if (says !== undefined) throw InputError.of(`${file}: ${says}`);
}

const deepest = 3;

function holdsExport(value: Value | undefined, depth: number): boolean {
  if (depth >= deepest) return false;
  if (isList(value)) return value.slice(0, 10).some((item) => holdsExport(item, depth + 1));
  if (!isObject(value)) return false;
  return isExport(value) || Object.keys(value).some((name) => holdsExport(attribute(value, name), depth + 1));
}
