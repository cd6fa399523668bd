import type { App } from 'cdktf';
import type { EnvironmentSettings } from '../settings';
import { namesOf } from './names';

/**
 * The variables that a runner sets in the environment of its commands if it keeps the state.
 * https://developer.hashicorp.com/terraform/cloud-docs/run/run-environment#environment-variables
 * https://docs.spacelift.io/concepts/configuration/environment#computed-values
 */
const runners = ['TFC_RUN_ID', 'TF_VAR_spacelift_run_id'];

const reason =
  'a runner that keeps the state, such as HCP Terraform or Spacelift: with the setting "state": {"backend": "none"}, cdktf deploy would keep the state in cdktf.out, which is overwritten';

/**
 * Prevents the cdktf command line from deploying stacks without a backend, unless it runs in a known runner. The manifest says that they depend on a
 * stack that does not exist, so `cdktf deploy` refuses them; `cdktf synth` and `diff` ignore that.
 */
export function refuseDeploymentWithoutState(
  { manifest }: App,
  stacks: readonly { readonly environment: EnvironmentSettings }[],
): void {
  if (runners.some((name) => process.env[name] !== undefined)) return;
  const without = stacks.filter(({ environment }) => environment.state.backend === 'none');
  for (const { environment } of without) manifest.stacks[namesOf(environment.name).stack]?.dependencies.push(reason);
  if (without.length > 0) manifest.writeToFile();
}
