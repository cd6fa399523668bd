import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { update } from '../update';

const root = resolve(__dirname, '..', '..');
const file = join(root, 'docs', 'how-to', 'library.md');
const block = /<!-- code: (\S+) -->\n\n```ts\n([^]*?)```/g;

/** The code that readers copy is that of the example, which __tests__/package builds, synthesises and tests. */
test('the code of the page about the library is that of the example', () => {
  const before = readFileSync(file, 'utf8');
  const now = before.replace(
    block,
    (_, path: string) => `<!-- code: ${path} -->\n\n\`\`\`ts\n${readFileSync(join(root, path), 'utf8')}\`\`\``,
  );
  expect([...before.matchAll(block)]).toHaveLength(3);
  update(file, now);
  expect(before).toBe(now);
});
