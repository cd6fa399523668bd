import { createRequire } from 'node:module';
import { resolve } from 'node:path';

interface Family {
  readonly family: string;
  readonly limit: number;
  readonly sample: { readonly member: string; readonly files: readonly string[] };
}

const root = resolve(__dirname, '..', '..');
const { touchedFiles } = createRequire(__filename)('../../scripts/touched-files.js') as {
  readonly touchedFiles: (root: string) => readonly Family[];
};

/** A strategy is compared with the others in many tests and on four pages. More must not be added to them. */
const exceptions: { readonly [family: string]: number } = { strategy: 14 };

test.each(touchedFiles(root))('one more $family touches few files', ({ family, limit, sample }) => {
  const most = exceptions[family] ?? limit;
  expect(sample.files.length > most ? sample.files : []).toEqual([]);
  expect(sample.files.length).toBeGreaterThan(0);
});
