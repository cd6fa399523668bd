export type { Block, Cell, ExcerptPart, FindingBlock, MachineBlock, Mark, Section, TableBlock } from './page/block';
export type { Page } from './page/page';
export type { Phrase } from './page/phrase';
export { render } from './render/document';
