import { createColors } from 'picocolors';
import { counted } from '../../text/duration';
import { printable } from '../../text/printable';
import { bounded, wrapLine } from '../../text/wrap';
import { pageOf } from '../page/page';
import type { Block, Item, PageVerdict, Phrase, RightsRow, Section, Sign } from '../page/parts';
import type { PrintReview } from './format';

type Colours = ReturnType<typeof createColors>;

/** The limits of a page that a person reads. The rest is counted, and JSON has it. */
const most = { rows: 100, names: 20, characters: 2000 };

export const print: PrintReview = (review, { colour, width = 0 }) => {
  const colours = createColors(colour);
  const { title, verdict, lead, sections } = pageOf(review);
  const head = [
    `${verdictMark(verdict, colours)} ${colours.bold(flat(title))}`,
    ...lead.map((line) => `  ${flat(line)}`),
  ];
  const parts = [head.join('\n'), ...sections.map((section) => sectionText(section, colours))];
  const lines = parts.join('\n\n').split('\n');
  return `${lines.map((line) => wrapLine(line, width)).join('\n')}\n`;
};

function sectionText({ title, blocks, isFolded }: Section, colours: Colours): string {
  const body = blocks.flatMap((block) => blockLines(block, colours));
  return [colours.bold(title), ...(isFolded === true ? body.map((line) => colours.dim(line)) : body)].join('\n');
}

function blockLines(block: Block, colours: Colours): string[] {
  switch (block.kind) {
    case 'summary': {
      const wide = Math.max(...block.rows.map(({ name }) => name.length));
      return block.rows.map(({ name, text }) => `  ${name.padEnd(wide)}  ${flat(text)}`);
    }
    case 'items': {
      const indent = block.title === undefined ? '  ' : '    ';
      const lines = block.items.slice(0, most.rows).map((item) => itemLine(item, indent, colours));
      return [...titleLine(block.title), ...lines, ...leftOut(block.items.length, indent)];
    }
    case 'rights': {
      const unchanged = block.unchanged === 0 ? [] : [`    (${block.unchanged} unchanged)`];
      const rows = block.rows.slice(0, most.rows).flatMap((row) => rowLines(row, colours));
      return [...titleLine(block.title), ...rows, ...leftOut(block.rows.length, '    '), ...unchanged];
    }
  }
}

function titleLine(title: Phrase | undefined): string[] {
  return title === undefined ? [] : [`  ${flat(title)}:`];
}

function leftOut(count: number, indent: string): string[] {
  return count <= most.rows
    ? []
    : [`${indent}and ${counted(count - most.rows, 'more line')}; --format json has all of them`];
}

function itemLine({ sign, text }: Item, indent: string, colours: Colours): string {
  return `${indent}${mark(sign, colours)} ${flat(text)}`;
}

function rowLines(row: RightsRow, colours: Colours): string[] {
  const { sign, effect, principals, actions, exceptActions, resources, exceptResources, conditions, conditionsBefore } =
    row;
  const except = exceptActions.length === 0 ? '' : ` except ${shortList(exceptActions)}`;
  const who = principals.length === 0 ? '' : `${shortList(principals)}: `;
  const named = resources.slice(0, most.names).map((resource) => `      on ${shown(resource)}`);
  return [
    `    ${mark(sign, colours)} ${effect === 'Deny' ? 'Deny ' : ''}${who}${shortList(actions)}${except}${within[sign] ?? ''}`,
    ...named,
    ...(resources.length > most.names ? [`      and on ${resources.length - most.names} more`] : []),
    ...(exceptResources.length === 0 ? [] : [`      except on ${shortList(exceptResources)}`]),
    ...(conditionsBefore === undefined ? [] : conditionsText(conditionsBefore, 'before')),
    ...(conditionsBefore === undefined
      ? conditions.map((one) => `      if ${shown(one)}`)
      : conditionsText(conditions, 'now')),
  ];
}

function conditionsText(conditions: readonly string[], when: 'before' | 'now'): string[] {
  if (conditions.length === 0) return [`      ${when}: no condition`];
  return conditions.map((one) => `      ${when}: if ${shown(one)}`);
}

function shortList(names: readonly string[]): string {
  const list = names.slice(0, most.names).map(shown).join(', ');
  return names.length > most.names ? `${list} and ${names.length - most.names} more` : list;
}

function shown(text: string): string {
  return bounded(printable(text), most.characters);
}

function flat(phrase: Phrase): string {
  return phrase.map((part) => shown(typeof part === 'string' ? part : part.name)).join('');
}

/** Rights that a wider one of the other side contains. */
const within: { readonly [sign in Sign]?: string } = {
  narrowed: ' (before, a wider right had it)',
  absorbed: ' (a wider right still has it)',
};

function mark(sign: Sign, { green, red, yellow, dim }: Colours): string {
  return {
    added: green('+'),
    narrowed: yellow('+'),
    absorbed: yellow('-'),
    removed: red('-'),
    changed: yellow('~'),
    unchanged: dim('='),
    uncertain: yellow('?'),
    note: dim('·'),
  }[sign];
}

function verdictMark(verdict: PageVerdict, { green, red, yellow, dim }: Colours): string {
  return { pass: green('✓'), fail: red('✗'), undecided: yellow('?'), 'not-judged': dim('·') }[verdict];
}
