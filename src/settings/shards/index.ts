export { assignShards, loadsOf, type Loads, type ShardLimits, type ShardRow } from './assign';
export { fileWithShards, type EditedFile } from './file';
export { environmentsIn, readShards, type ShardsOfFile } from './read';
