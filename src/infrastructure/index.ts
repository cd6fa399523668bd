export { synthesise } from './synthesise';
export { RotationStack } from './rotation-stack';
export { scheduleName } from './names';
