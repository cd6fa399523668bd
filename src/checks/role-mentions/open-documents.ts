import { parseJson } from '../../json';
import { isList, isObject, textsIn, Unknown, unknownsIn, type Lead, type Model, type Value } from '../../model';
import { destinationOfLead, namesIt, type Destination, type Sought } from '../naming/destination';

/** A document with unknown parts, and a function that follows them. */
export interface OpenDocument {
  readonly value: Value;
  readonly leadOf: (inner: Unknown) => Lead;
}

/** Follows a text that may name the role inside: elsewhere if each string of its JSON leads elsewhere. */
export function destinationOfTexts(model: Model, lead: Lead, sought: Sought): Destination {
  if (lead.kind === 'one-of' || lead.kind === 'known' || lead.kind === 'attribute') return 'open';
  const document = openDocument(lead);
  if (document === undefined) return 'open';
  const isNamed = [...textsIn(document.value)].some(({ text }) => namesIt(text, sought));
  const isElsewhere = unknownsIn(document.value).every(
    ({ unknown }) => destinationOfLead(model, document.leadOf(unknown), sought) === 'elsewhere',
  );
  return !isNamed && isElsewhere ? 'elsewhere' : 'open';
}

/** Placeholders for unknown pieces while a text is parsed. */
const [start, end] = ['\uE000', '\uE001'];
const placeholder = new RegExp(`${start}(\\d+)${end}`);

/**
 * Parses a JSON text with unknown pieces inside its strings. A piece with a quotation mark would change the document, so only values that
 * AWS fills in are allowed.
 */
export function openDocument(lead: Lead): OpenDocument | undefined {
  if (lead.kind === 'json') return lead;
  if (lead.kind !== 'text' || !lead.pieces.every(isContained)) return undefined;
  const { pieces } = lead;
  const read = readJson(pieces.map((piece, index) => textOfPiece(piece) ?? `${start}${index}${end}`).join(''));
  if (read === undefined || hasOpenNames(read)) return undefined;
  const leads = new Map<Unknown, Lead>();
  const value = mapTexts(read, (text): Value => {
    if (!text.includes(start)) return text;
    const parts = text.split(placeholder).map((part, index) => (index % 2 === 0 ? part : (pieces[Number(part)] ?? '')));
    const unknown = new Unknown('a part of it is not known');
    leads.set(unknown, leadOfParts(parts.filter((part) => part !== '')));
    return unknown;
  });
  return { value, leadOf: (inner) => leads.get(inner) ?? { kind: 'lost' } };
}

function leadOfParts(pieces: readonly (string | Lead)[]): Lead {
  const [only, ...more] = pieces;
  return only === undefined || typeof only === 'string' || more.length > 0 ? { kind: 'text', pieces } : only;
}

function textOfPiece(piece: string | Lead): string | undefined {
  if (typeof piece === 'string') return piece;
  return piece.kind === 'known' && typeof piece.value !== 'object' ? String(piece.value) : undefined;
}

/** Data sources without attributes that contain a quotation mark. */
const plainData = /^aws_(?:caller_identity|iam_(?:group|role|user)|partition|region)$/;

function isContained(piece: string | Lead): boolean {
  const text = textOfPiece(piece);
  if (text !== undefined) return !/[\uE000\uE001]|\\ue00/i.test(text);
  if (typeof piece === 'string' || piece.kind !== 'attribute') return false;
  const { mode, type } = piece.resource;
  return mode === 'data' ? plainData.test(type) : type.startsWith('aws_');
}

function readJson(text: string): Value | undefined {
  try {
    return parseJson(text);
  } catch {
    return undefined; // the reader of the document reports the problem
  }
}

function hasOpenNames(value: Value): boolean {
  if (isList(value)) return value.some(hasOpenNames);
  return isObject(value) && Object.entries(value).some(([name, item]) => name.includes(start) || hasOpenNames(item));
}

function mapTexts(value: Value, change: (text: string) => Value): Value {
  if (typeof value === 'string') return change(value);
  if (isList(value)) return value.map((item) => mapTexts(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, change)]));
}
