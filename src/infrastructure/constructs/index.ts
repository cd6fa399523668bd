export type { TerraformStack } from 'cdktf';
export { Rotation, type RotationProps } from './rotation';
export { RotationStack } from './rotation-stack';
export { StackValidation, type StackToJudge } from './stack-validation';
