import { isAbsolute, posix } from 'node:path';
import { LocalBackend } from 'cdktf';
import type { Construct } from 'constructs';
import type { StateSettings } from '../settings';

/** The way from a stack's folder, cdktf.out/stacks/NAME, back to the project. */
const PROJECT = '../../..';

/**
 * The backend of a stack. cdktf 0.21 has a class for each backend, but none of them knows `use_lockfile`, and without a backend cdktf writes the
 * absolute path of this machine. This class replaces all of them and writes the settings.
 */
export class StateBackend extends LocalBackend {
  private readonly block: object;

  constructor(
    scope: Construct,
    private readonly state: StateSettings,
  ) {
    super(scope);
    this.block = blockOf(state, scope.node.id);
  }

  override toTerraform(): object {
    return this.block;
  }

  override toMetadata(): object {
    return { backend: this.state.backend };
  }
}

function blockOf({ backend, arguments: own }: StateSettings, stack: string): object {
  if (backend === 'none') return {};
  // https://developer.hashicorp.com/terraform/cli/cloud/settings
  if (backend === 'cloud') return { terraform: { cloud: own } };
  if (backend !== 'local') return { terraform: { backend: { [backend]: own } } };
  const { path, ...more } = own;
  const file = typeof path === 'string' ? path : `terraform.${stack}.tfstate`;
  return { terraform: { backend: { local: { path: fromStack(file), ...more } } } };
}

/** A path of the project, relative to the stack's folder. */
function fromStack(path: string): string {
  return isAbsolute(path) ? path : posix.join(PROJECT, path.replaceAll('\\', '/'));
}
