import { readCsv } from '../../tables';
import type { ListKind, WrittenItems } from './item';

export function itemsOfCsv(text: string, file: string, kind: ListKind): WrittenItems {
  const { rows, problems } = readCsv(text, file, kind.columns);
  return { items: rows.map(({ line, cells }) => ({ line, members: withValues(cells, kind) })), problems };
}

/** A cell is a text; one that is not a number, or not true or false, is reported like every other wrong value. */
function withValues(
  cells: Readonly<Record<string, string>>,
  { numbers, flags }: Pick<ListKind, 'numbers' | 'flags'>,
): Readonly<Record<string, unknown>> {
  const found: (readonly [string, number | boolean])[] = [
    ...numbers.flatMap((name) =>
      /^-?\d+(\.\d+)?$/.test(cells[name] ?? '') ? [[name, Number(cells[name])] as const] : [],
    ),
    // Spreadsheets write TRUE and FALSE.
    ...flags.flatMap((name) =>
      /^(true|false)$/i.test(cells[name] ?? '') ? [[name, cells[name]?.toLowerCase() === 'true'] as const] : [],
    ),
  ];
  return found.length === 0 ? cells : { ...cells, ...Object.fromEntries<number | boolean>(found) };
}
