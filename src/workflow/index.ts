export * from './bounds';
export * from './build';
export * from './operations';
export * from './options';
export { defaultStrategy, strategies, traitsOf, type Strategy } from './strategies';
export * from './diagram';
export { asTemplate } from './texts';
export { mailPlaceholders } from './notify';
