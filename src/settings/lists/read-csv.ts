import { readCsv } from '../../tables';
import type { ListKind, WrittenItems } from './item';

export function itemsOfCsv(text: string, file: string, { columns, numbers }: ListKind): WrittenItems {
  const { rows, problems } = readCsv(text, file, columns);
  return { items: rows.map(({ line, cells }) => ({ line, members: withNumbers(cells, numbers) })), problems };
}

/** A cell is a text; one that is not a number is reported like every other wrong value. */
function withNumbers(
  cells: Readonly<Record<string, string>>,
  numbers: readonly string[],
): Readonly<Record<string, unknown>> {
  const found = numbers.flatMap((name): [string, number][] => {
    const cell = cells[name];
    return cell !== undefined && /^\d+$/.test(cell) ? [[name, Number(cell)]] : [];
  });
  return found.length === 0 ? cells : { ...cells, ...Object.fromEntries(found) };
}
