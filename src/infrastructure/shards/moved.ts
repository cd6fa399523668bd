import { TerraformElement, type TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';
import { firstShard } from '../../workflow/shards';
import { addressOf } from '../logical-id';

/** Blocks that tell Terraform where the resources of an environment without shards are now: nothing of the first shard is replaced. */
export class Moved extends TerraformElement {
  constructor(
    scope: Construct,
    private readonly resources: readonly TerraformResource[],
  ) {
    super(scope, 'moved');
  }

  override toTerraform(): object {
    return {
      moved: this.resources.map((resource) => ({
        from: addressOf(resource),
        to: `${addressOf(resource)}[${JSON.stringify(firstShard)}]`,
      })),
    };
  }
}
