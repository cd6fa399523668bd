import type { App } from 'cdktf';
import type { EnvironmentSettings } from '../settings';
import { namesOf } from './names';

/**
 * What a runner that keeps the state sets in the environment of its commands.
 * https://developer.hashicorp.com/terraform/cloud-docs/run/run-environment#environment-variables
 * https://docs.spacelift.io/concepts/configuration/environment#computed-values
 */
const runners = ['TFC_RUN_ID', 'TF_VAR_spacelift_run_id'];

const reason =
  'a runner that keeps the state, such as HCP Terraform or Spacelift: with the setting "state": {"backend": "none"}, cdktf deploy would keep the state in cdktf.out, which is overwritten';

/**
 * Stacks without a backend cannot be deployed by the cdktf command line, unless a runner is known: the manifest says that they depend on
 * one, and `cdktf deploy` refuses a stack whose dependencies it does not have. `cdktf synth` and `diff` do not look there.
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
