export { whatWouldBeRight } from './what-would-be-right';
export {
  deploymentFrom,
  deploymentsFrom,
  type DeployedTemplate,
  type Deployment,
  type Schedule,
} from './deployment/deployment';
export { folderOf, type Folder } from './files/folder';
export { readShown } from './plan/show-json';
export { sourceFile } from './files/source-file';
export { isStack, readStack } from './configuration/stack';
export { findRefusedStacks, findStacks, outputFolder, refuseStackName, stackFile } from './files/synthesised-stacks';
export { writtenIn } from './written/written';
export { withSource } from './plan/source';
