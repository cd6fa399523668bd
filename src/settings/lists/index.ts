export { columnOf, settingsOfCells, textsOfCell, type Columns } from './columns';
export { formProblems } from './form';
export type { ListKind, WrittenItem, WrittenItems } from './item';
export { byName } from './order';
export { itemsInText, readListFile } from './read-file';
