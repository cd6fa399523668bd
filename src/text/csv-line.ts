/** A line of a CSV file with these fields. */
export function csvLine(fields: readonly string[]): string {
  return fields.map((field) => (/[",\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}

/** The columns of a file that has these, and the columns that an object needs in addition. */
export function columnsFor(columns: readonly string[], needed: object): readonly string[] {
  const names = Object.entries(needed).flatMap(([name, value]) => (value === undefined ? [] : [name]));
  return [...columns, ...names.filter((name) => !columns.includes(name))];
}
