import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';

const src = join(__dirname, '../../src');
const most = 12;

/** Where each file is one member of a family. */
const families = new Set(['checks/rules', 'report/formats', 'infrastructure', 'simulator/asl', 'workflow']);

/** A folder of more files is more than one idea. docs/decisions/0019-rooms-kinds-and-registries.md */
test('no folder of src has more than twelve files, but for the families', () => {
  const entries = readdirSync(src, { recursive: true, withFileTypes: true });
  const files = new Map<string, number>();
  for (const entry of entries.filter((one) => one.isFile())) {
    const folder = relative(src, entry.parentPath);
    files.set(folder, (files.get(folder) ?? 0) + 1);
  }
  const large = [...files].filter(([folder, count]) => count > most && !families.has(folder));
  expect(large.map(([folder, count]) => `src/${folder}: ${count} files`)).toEqual([]);
});
