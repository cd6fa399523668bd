/** The parts that every complete plan has, in the form of `terraform show -json`. */

/** The source of the AWS provider. */
export const awsProvider = 'registry.terraform.io/hashicorp/aws';

/** The members of a plan that is complete, and that Terraform can apply. */
export const completePlan = {
  format_version: '1.2',
  terraform_version: '1.11.4',
  complete: true,
  applyable: true,
  errored: false,
};

/** The configuration of one AWS provider, with arguments that are written out. */
export function providerConfig(region = 'eu-central-1', accounts: readonly string[] = ['111122223333']) {
  const expressions = { region: { constant_value: region }, allowed_account_ids: { constant_value: accounts } };
  return { aws: { name: 'aws', full_name: awsProvider, expressions } };
}
