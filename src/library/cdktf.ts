/** `keyturn/cdktf`: the constructs for an app of CDKTF. `keyturn/cdktn` has the same for CDK Terrain. */
import { StackValidation, type StackToJudge, type TerraformStack } from '../infrastructure/constructs';
import { checkedOptions } from './arguments';
import { defaultContracts, refusalsOf, type CheckOptions, type ContractsInput } from './judging';
import { misplaced } from './rotation-places';

export { Rotation, RotationStack, type RotationProps } from '../infrastructure/constructs';
export type { RotationSettings, RotationStackSettings } from '../settings';
export type { Contract } from '../../generated/contract-types';
export type { CheckOptions, ContractsInput };

/** The contracts and the options of a PolicyCheck. */
export interface PolicyCheckOptions extends CheckOptions {
  /** The contracts, or their files. Default: every contract of `policies/`. */
  readonly contracts?: ContractsInput;
}

/**
 * A validation that judges its stack by contracts, and refuses to synthesise it unless the verdict is pass. The roles of the contracts are
 * judged, and every role and machine of a `Rotation` must have its contract; with `allRoles`, every role and machine of the stack.
 * It assumes that Terraform reads no other file next to the stack.
 *
 *     stack.node.addValidation(new PolicyCheck(stack));
 */
export class PolicyCheck extends StackValidation {
  constructor(stack: TerraformStack, options: PolicyCheckOptions = {}) {
    super(stack, (toJudge) => judged(toJudge, options));
  }
}

function judged({ name, text, rotations, ours }: StackToJudge, options: PolicyCheckOptions): readonly string[] {
  const { contracts: named, ...rest } = options;
  const others = checkedOptions(rest, ['contracts']);
  const contracts = named === undefined ? defaultContracts(others.cwd) : [named].flat();
  const { lines, model } = refusalsOf({ name, text }, contracts, others, ours);
  return [...misplaced(rotations, model), ...lines];
}
