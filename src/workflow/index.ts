export * from './bounds';
export * from './build';
export * from './operations';
export * from './options';
export * from './diagram';
export { mailPlaceholders } from './notify';
