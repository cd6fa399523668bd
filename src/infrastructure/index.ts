export { RefusedStacks, type Gate, type SynthesisedStack } from './gate';
export { synthesise } from './synthesise';
export { RotationStack } from './rotation-stack';
export { scheduleName } from './names';
export { moduleOf, type TerraformModule } from './module';
