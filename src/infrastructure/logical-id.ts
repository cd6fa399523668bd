import type { TerraformElement, TerraformResource } from 'cdktf';
import type { Construct } from 'constructs';

const fromPath = 'keyturn:ids-from-path';

/** Lets the elements below a construct have the ids that CDKTF makes from their paths: then several can be in one stack. */
export function takeIdsFromPath({ node }: Construct): void {
  node.setContext(fromPath, true);
}

/** Gives an element its id in Terraform, the name in its address. In a stack of Keyturn, this id never changes. */
export function setLogicalId(element: TerraformElement, id: string): void {
  if (element.node.tryGetContext(fromPath) !== true) element.overrideLogicalId(id);
}

/** The address of a resource, such as `aws_iam_role.execution`. */
export function addressOf({ terraformResourceType, friendlyUniqueId }: TerraformResource): string {
  return `${terraformResourceType}.${friendlyUniqueId}`;
}
