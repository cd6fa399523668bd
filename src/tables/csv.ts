import { CsvError, parse } from 'csv-parse/sync';
import { conflictIn } from '../text/lines';
import { headerProblems, type Columns } from './columns';

/** A row of a table, with the number of its line. */
interface CsvRow {
  readonly line: number;
  /** The cells that are not empty, by the names of their columns. */
  readonly cells: Readonly<Record<string, string>>;
}

/** The rows of a CSV file, and a line of text for each problem in it. */
interface CsvTable {
  /** The names of the columns, in their order. */
  readonly columns: readonly string[];
  readonly rows: readonly CsvRow[];
  readonly problems: readonly string[];
}

type Fields = readonly string[];

/** A line with its fields. */
interface Line {
  readonly line: number;
  readonly fields: Fields;
}

/**
 * Reads a CSV file with a header, as RFC 4180 describes it. Empty lines are skipped, and so is the space around a value. A row with a problem is
 * left out, and all problems are reported together.
 */
export function readCsv(text: string, file: string, columns: Columns): CsvTable {
  const table = tableOf(text, file, columns);
  const conflict = table.problems.length > 0 ? conflictIn(text) : undefined;
  if (conflict === undefined) return table;
  return { columns: table.columns, rows: [], problems: [`${file} line ${conflict.line}: ${conflict.problem}`] };
}

function tableOf(text: string, file: string, columns: Columns): CsvTable {
  const { records, problem } = recordsOf(text, file);
  const broken = problem === undefined ? [] : [problem];
  const [header, ...others] = records;
  if (header === undefined) return { columns: [], rows: [], problems: broken };
  const names = header.fields;
  const ofHeader = headerProblems(names, columns).map((words) => `${file} line ${header.line}: ${words}`);
  if (ofHeader.length > 0) return { columns: names, rows: [], problems: [...ofHeader, ...broken] };
  const isWhole = ({ fields }: Line): boolean => fields.length === names.length;
  return {
    columns: names,
    rows: others.filter(isWhole).map(({ line, fields }) => ({ line, cells: cellsOf(names, fields) })),
    problems: [
      ...others
        .filter((record) => !isWhole(record))
        .map((record) => `${file} line ${record.line}: ${lengthProblem(record.fields, names)}`),
      ...broken,
    ],
  };
}

/** The records up to the first broken quote, after which no field is certain. */
function recordsOf(text: string, file: string): { readonly records: Line[]; readonly problem?: string } {
  const records: Line[] = [];
  try {
    parse(text, {
      record_delimiter: ['\r\n', '\n', '\r'],
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
      on_record: (fields: string[], { lines: line }) => {
        records.push({ line, fields });
        return undefined;
      },
    });
    return { records };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error['lines'] === 'number' ? ` line ${error['lines']}` : '';
    return { records, problem: `${file}${line}: ${quoteProblem(error.code)}` };
  }
}

function quoteProblem(code: string): string {
  return code === 'CSV_QUOTE_NOT_CLOSED'
    ? 'a field begins with a quotation mark and does not end with one; write a closing "'
    : 'a quotation mark inside of a field; put the whole field into quotation marks, and write "" for one inside';
}

function lengthProblem(fields: Fields, names: Fields): string {
  const has = `has ${fields.length === 1 ? 'one field' : `${fields.length} fields`}, but the header has ${names.length} columns`;
  const isTrailing = fields.length === names.length + 1 && fields.at(-1) === '';
  if (isTrailing) return `${has}; remove the comma at its end`;
  return fields.length < names.length
    ? `${has}; write a comma for each empty field`
    : `${has}; put a field that contains a comma into quotation marks`;
}

function cellsOf(names: Fields, fields: Fields): CsvRow['cells'] {
  const cells = names.map((name, index): [string, string] => [name, fields[index] ?? '']);
  return Object.fromEntries(cells.filter(([, cell]) => cell !== ''));
}
