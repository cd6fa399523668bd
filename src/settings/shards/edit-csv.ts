import { edited, type Insertion } from './edit';

/** A field of a record with its place. The end is before the comma or the end of the line. */
interface Field {
  readonly start: number;
  readonly end: number;
  readonly isQuoted: boolean;
  readonly isEmpty: boolean;
  readonly name: string;
}

/**
 * A CSV text with the shards of some of its records in the column "shard", which is added if it is missing. Every other byte stays.
 * @param shards by the position of the record, from 0, without the header and without empty records
 */
export function csvWithShards(text: string, shards: ReadonlyMap<number, string>): string {
  const [header = [], ...records] = recordsOf(text);
  const column = header.findIndex(({ name }) => name === 'shard');
  if (column < 0) return withColumn(text, header, records, shards);
  const insertions = records.flatMap((fields, index): Insertion[] => {
    const [shard, field] = [shards.get(index), fields[column]];
    if (shard === undefined || field === undefined) return [];
    return [{ at: field.isQuoted ? text.indexOf('"', field.start) + 1 : field.end, text: shard }];
  });
  return edited(text, insertions);
}

function withColumn(
  text: string,
  header: readonly Field[],
  records: readonly (readonly Field[])[],
  shards: ReadonlyMap<number, string>,
): string {
  return edited(text, [
    ...atEndOf(header, ',shard'),
    ...records.flatMap((fields, index) => atEndOf(fields, `,${shards.get(index) ?? ''}`)),
  ]);
}

function atEndOf(fields: readonly Field[], text: string): Insertion[] {
  const last = fields.at(-1);
  return last === undefined ? [] : [{ at: last.end, text }];
}

/** The records that have a value, as https://www.rfc-editor.org/rfc/rfc4180 separates them. */
function recordsOf(text: string): Field[][] {
  const records: Field[][] = [];
  let fields: Field[] = [];
  let at = 0;
  while (at <= text.length) {
    const field = fieldAt(text, at);
    fields.push(field);
    at = field.end;
    if (text[at] === ',') {
      at += 1;
      continue;
    }
    if (fields.some(({ isEmpty }) => !isEmpty)) records.push(fields);
    fields = [];
    at += text.startsWith('\r\n', at) ? 2 : 1;
  }
  return records;
}

const unquoted = /[^,\r\n]*/y;
const quoted = /[ \t]*"((?:[^"]|"")*)"[^,\r\n]*/y;

function fieldAt(text: string, start: number): Field {
  quoted.lastIndex = start;
  const found = quoted.exec(text);
  if (found !== null) {
    const value = (found[1] ?? '').trim();
    return { start, end: quoted.lastIndex, isQuoted: true, isEmpty: value === '', name: value };
  }
  unquoted.lastIndex = start;
  const value = (unquoted.exec(text)?.[0] ?? '').trim();
  return { start, end: unquoted.lastIndex, isQuoted: false, isEmpty: value === '', name: value };
}
