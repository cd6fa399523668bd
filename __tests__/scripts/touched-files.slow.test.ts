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

test.each(touchedFiles(root))('one more $family touches few files', ({ limit, sample }) => {
  expect(sample.files.length > limit ? sample.files : []).toEqual([]);
  expect(sample.files.length).toBeGreaterThan(0);
});
