import type { EnvironmentSettings } from '../../settings';
import { namesOf } from '../names';

/** The README of a module: how to use it, and how to change it. */
export function readme(environment: EnvironmentSettings): string {
  const { name, accountId, region, assumeRole, users } = environment;
  const role = assumeRole === undefined ? '' : `\n\n  assume_role {\n    role_arn = "${assumeRole.roleArn}"\n  }`;
  return `# terraform-aws-keyturn

Rotates the access keys of ${users.length === 1 ? 'one IAM user' : `${users.length} IAM users`} with a Step Functions state machine: the environment \`${name}\`, in the account ${accountId}, region ${region}.

\`keyturn module ${name}\` wrote this module from the settings of Keyturn. It has the resources of the stack \`${namesOf(name).stack}\`, and no variables: the
waits of the state machine and the policies of its roles follow from all settings together. To change it, change the settings and run the command again; do not edit the files.

## Use

\`\`\`hcl
provider "aws" {
  region              = "${region}"
  allowed_account_ids = ["${accountId}"]${role}
}

module "keyturn" {
  source = "./terraform-aws-keyturn"
}
\`\`\`

The module plans nothing for another account or region. It needs Terraform 1.2 or newer. Keep the state as you keep that of your other modules. The users, their secrets and the
identity of the sender must exist. Deploying rotates nothing.

## Check the plan

\`\`\`console
$ terraform plan -out=tfplan
$ terraform show -json tfplan > plan.json
$ npx keyturn check plan.json --module module.keyturn
\`\`\`

The plan must pass the contracts in \`policies/\` that the settings were checked against when the module was written. \`--module\` says where their addresses are.

## Files

| file                     | what it has                                                             |
| ------------------------ | ----------------------------------------------------------------------- |
| \`main.tf\`                | the resources                                                           |
| \`outputs.tf\`             | the ARNs of the machine and its roles, the schedules, commands to start |
| \`state-machine.asl.json\` | the definition of the state machine                                     |
| \`versions.tf\`            | the versions of Terraform and of the provider                           |
`;
}
