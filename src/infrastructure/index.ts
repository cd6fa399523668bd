export { synthesise } from './synthesise';
export { RotationStack, type RotationStackOptions } from './rotation-stack';
export { namesOf, scheduleName, type Names } from './names';
