/** The values of a row, by the names of their columns. */
interface Cells {
  readonly [column: string]: string | readonly string[] | undefined;
}

/** A line of a CSV file with these columns. Several texts of one cell are separated by semicolons. */
export function csvLine(cells: Cells, columns: readonly string[]): string {
  return columns.map((name) => quoted([cells[name] ?? ''].flat().join('; '))).join(',');
}

/** The header of a CSV file with these columns, and those that a row needs in addition. */
export function columnsFor(columns: readonly string[], cells: Cells): readonly string[] {
  const needed = Object.entries(cells).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return [...columns, ...needed.filter((name) => !columns.includes(name))];
}

function quoted(field: string): string {
  return /[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field;
}
