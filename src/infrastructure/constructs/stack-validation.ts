import type { TerraformStack } from 'cdktf';
import type { IValidation } from 'constructs';
import { addressOf } from '../logical-id';
import { resourcesIn, Rotation } from './rotation';
import { RotationStack } from './rotation-stack';

/** A rotation in a stack, and the place that its settings name. */
export interface RotationInStack {
  readonly path: string;
  readonly accountId: string;
  readonly region: string;
  /** The addresses of its resources. */
  readonly addresses: ReadonlySet<string>;
}

/** A stack as it is going to be written. */
export interface StackToJudge {
  readonly name: string;
  /** Terraform JSON. */
  readonly text: string;
  readonly rotations: readonly RotationInStack[];
  /** The addresses of the resources that rotate keys, in rotations and stacks of Keyturn. */
  readonly ours: ReadonlySet<string>;
}

type Judge = (stack: StackToJudge) => readonly string[];

/** A validation that hands the text of its stack to a judge. The judge returns the reasons why the stack must not be deployed. */
export class StackValidation implements IValidation {
  readonly #stack: TerraformStack;
  readonly #judge: Judge;

  constructor(stack: TerraformStack, judge: Judge) {
    this.#stack = stack;
    this.#judge = judge;
  }

  /** Called by CDKTF after the aspects, before it writes the stack. Each text is an error, which prevents the synthesis. */
  validate(): string[] {
    const stack = this.#stack;
    // Once: it takes as long as the synthesis.
    const text = JSON.stringify(stack.toTerraform());
    const rotations = stack.node.findAll().filter((element) => element instanceof Rotation);
    const ours = stack instanceof RotationStack ? [stack] : rotations;
    return [
      ...this.#judge({
        name: stack.node.id,
        text,
        rotations: rotations.map((rotation) => ({
          path: rotation.node.path,
          accountId: rotation.accountId,
          region: rotation.region,
          addresses: new Set(resourcesIn(rotation).map(addressOf)),
        })),
        ours: new Set(ours.flatMap(resourcesIn).map(addressOf)),
      }),
    ];
  }
}
