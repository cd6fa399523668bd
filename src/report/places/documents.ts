import type { Excerpt, Place, Report } from '../../checks';
import { excerptsOf, partAround } from './excerpt';
import { ofTemplate, unquoted, type TextLayer } from './layers';
import { positionsOf } from './lines';
import { locate, type Span } from './locate';

/** A value to find in a text. */
export interface Wanted {
  readonly pointer: string;
  /** A pointer into the document at that place, which is an object or is written as a string. */
  readonly inner: string | undefined;
  /** Whether the value may be shown. */
  readonly mayShow: boolean;
}

interface FoundSpan {
  readonly span: Span;
  readonly excerpt: Excerpt | undefined;
}

export function fileOfContract(report: Report, name: string): string | undefined {
  return report.contracts.find((contract) => contract.name === name)?.file;
}

/** The line, column and excerpt of each, in the same order. */
export function inDocuments(
  text: string,
  wanted: readonly Wanted[],
  options: { readonly isTemplate: boolean },
): Partial<Place>[] {
  const found = spansOf(text, wanted, options);
  const offsets = [...new Set(found.flatMap(({ span }) => [span.start, span.end]))].sort((one, other) => one - other);
  const positions = positionsOf(text, offsets);
  const positionOf = new Map(offsets.map((offset, index) => [offset, positions[index] ?? { line: 1, column: 1 }]));
  return found.map(({ span, excerpt }) => {
    const [start, end] = [positionOf.get(span.start), positionOf.get(span.end)];
    if (start === undefined || end === undefined) return {};
    const place = { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
    return excerpt === undefined ? place : { ...place, excerpt };
  });
}

/** The document of a policy block that is the only one of its kind is one step deeper. */
const onlyBlock = '/0/policy';
const secondBlock = '/1';

function spansOf(text: string, wanted: readonly Wanted[], options: { readonly isTemplate: boolean }): FoundSpan[] {
  const places = locate(
    text,
    wanted.flatMap(({ pointer, inner }) =>
      inner === undefined
        ? [pointer]
        : [pointer, `${pointer}${inner}`, `${pointer}${onlyBlock}`, `${pointer}${secondBlock}`],
    ),
  );
  const found: FoundSpan[] = [];
  const documents = new Map<number, { span: Span; indices: number[] }>();
  wanted.forEach(({ pointer, inner }, index) => {
    const outer = places.get(pointer) ?? { start: 0, end: 0, exact: false };
    const direct = inner === undefined ? undefined : places.get(`${pointer}${inner}`);
    found[index] = { span: direct?.exact === true ? direct : outer, excerpt: undefined };
    if (inner === undefined || !outer.exact) return;
    const block = places.get(`${pointer}${onlyBlock}`);
    const isBlock = block?.exact === true && places.get(`${pointer}${secondBlock}`)?.exact !== true;
    const span = isBlock ? block : outer;
    const document = documents.get(span.start) ?? { span, indices: [] };
    document.indices.push(index);
    documents.set(span.start, document);
  });
  for (const { span, indices } of documents.values()) {
    const asked = indices.map((index) => wanted[index] ?? { pointer: '', inner: '', mayShow: false });
    insideOf(text, span, asked, options).forEach((one, order) => {
      const index = indices[order];
      if (one !== undefined && index !== undefined) found[index] = one;
    });
  }
  return found;
}

/** The values to find in one document. */
function insideOf(
  text: string,
  span: Span,
  asked: readonly Wanted[],
  { isTemplate }: { readonly isTemplate: boolean },
): (FoundSpan | undefined)[] {
  const written = text.slice(span.start, span.end);
  const layers = written.startsWith('"') ? layersOf(written, isTemplate) : [];
  const document = layers === undefined ? undefined : (layers.at(-1)?.text ?? written);
  if (layers === undefined || document === undefined || !/^\s*\{/.test(document)) return [];
  const inner = asked.map((one) => one.inner ?? '');
  const parts = inner.map((pointer) => partAround(pointer));
  const places = locate(document, [...inner, ...parts.filter((part) => part !== undefined)]);
  const spans = inner.map((pointer) => places.get(pointer) ?? { start: 0, end: 0 });
  const origins = originsOf(
    layers,
    spans.flatMap(({ start, end }) => [start, end]),
  );
  const excerpts = excerptsByPart(document, asked, parts, places);
  return spans.map(({ start, end }, index) => ({
    span: {
      start: span.start + (origins.get(start) ?? 0),
      end: span.start + (origins.get(end) ?? 0),
    },
    excerpt: excerpts[index],
  }));
}

function excerptsByPart(
  document: string,
  asked: readonly Wanted[],
  parts: readonly (string | undefined)[],
  places: ReadonlyMap<string, Span & { readonly exact: boolean }>,
): (Excerpt | undefined)[] {
  const excerpts: (Excerpt | undefined)[] = [];
  for (const part of new Set(parts)) {
    const place = part === undefined ? undefined : places.get(part);
    if (part === undefined || place?.exact !== true) continue;
    const indices = parts.flatMap((one, index) => (one === part && asked[index]?.mayShow === true ? [index] : []));
    const made = excerptsOf(
      document,
      place,
      part,
      indices.map((index) => asked[index]?.inner ?? part),
    );
    made.forEach((excerpt, order) => (excerpts[indices[order] ?? -1] = excerpt));
  }
  return excerpts;
}

/** The step from a string as it is written to the document in it. */
function layersOf(literal: string, isTemplate: boolean): TextLayer[] | undefined {
  const json = unquoted(literal);
  if (json === undefined) return undefined;
  return isTemplate ? [json, ofTemplate(json.text)] : [json];
}

function originsOf(layers: readonly TextLayer[], offsets: readonly number[]): ReadonlyMap<number, number> {
  const sorted = [...new Set(offsets)].sort((one, other) => one - other);
  const origins = layers.reduceRight<readonly number[]>((inner, layer) => layer.origins(inner), sorted);
  return new Map(sorted.map((offset, index) => [offset, origins[index] ?? 0]));
}
