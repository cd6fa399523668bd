import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** The commands that a section of a page of docs/ shows, in order. */
export function commandsOf(page: string, heading: string): string[] {
  const text = readFileSync(resolve(__dirname, '..', '..', 'docs', `${page}.md`), 'utf8');
  const section = text.split(/^(?=#+ )/m).find((part) => part.replace(/^#+ /, '').startsWith(`${heading}\n`));
  if (section === undefined) throw new Error(`docs/${page}.md has no section ${heading}`);
  const blocks = [...section.matchAll(/```console\n([^]*?)```/g)].map(([, block = '']) => block);
  return blocks.flatMap((block) => [...block.matchAll(/^ *\$ ((?:.*\\\n)*.*)$/gm)].map(([, command = '']) => command));
}
