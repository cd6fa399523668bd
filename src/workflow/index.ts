export * from './asl';
export * from './operations';
