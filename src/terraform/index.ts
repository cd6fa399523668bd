export { deploymentOf, type Deployment, type Schedule } from './deployment';
export { findStacks, type StackFile } from './stacks';
