export type { ListKind, WrittenItem, WrittenItems } from './item';
export { itemsInText, readListFile } from './read-file';
