import { writeFileSync } from 'node:fs';

/**
 * UPDATE=1 writes what a test compares with. The test compares with what was there before and so fails once: somebody should read the change
 * before it passes. With CI=true, build.js refuses to run the tests then.
 */
export function update(file: string, text: string): void {
  if (process.env.UPDATE === '1') writeFileSync(file, text);
}
