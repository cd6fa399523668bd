export type {
  AccessBlock,
  Block,
  Cell,
  ExcerptPart,
  FindingBlock,
  KeySpan,
  MachineBlock,
  Mark,
  Section,
  TableBlock,
  Timeline,
  TimelineBlock,
} from './page/block';
export type { Page, PageVerdict } from './page/page';
export type { Phrase } from './page/phrase';
export { render } from './render/document';
