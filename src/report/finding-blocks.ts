import type { Check, Finding } from '../checks';
import type { Block, ExcerptPart, FindingBlock, Mark } from '../html';
import { logicalPlace, sentencesOf, shownLocation } from './formats/words';

/** Verdicts, with their colours. */
export const verdictMarks: { readonly [verdict in Check['verdict'] | 'note']: Mark } = {
  pass: { tone: 'good', word: 'pass' },
  undecided: { tone: 'warning', word: 'undecided' },
  fail: { tone: 'bad', word: 'fail' },
  note: { tone: 'neutral', word: 'note' },
};

/** The most findings that are shown with all their sentences. */
const mostFindings = 200;

/** Findings with their requests and fixes, and a line that counts those that are left out. */
export function findingBlocks(findings: readonly Finding[]): Block[] {
  const left = findings.length - mostFindings;
  const rest: Block = { kind: 'text', text: [`And ${left} more, which this page leaves out; JSON has all of them.`] };
  return [...findings.slice(0, mostFindings).map(findingBlock), ...(left > 0 ? [rest] : [])];
}

function findingBlock(finding: Finding): FindingBlock {
  const { rule, verdict, severity, place } = finding;
  const { file, line, column } = shownLocation(place);
  const where = [`${file}:${line}:${column}`, ...(file === place.input ? [] : [place.input]), ...logicalPlace(place)];
  const { excerpt } = place;
  return {
    kind: 'finding',
    mark: verdict === 'fail' ? { tone: 'bad', word: severity } : verdictMarks[verdict],
    title: [{ name: rule }],
    sentences: [
      ...sentencesOf(finding).map(([name, text]) => ({ name: name === '' ? 'Problem' : name, text: [text] })),
      { name: 'At', text: where.flatMap((part, index) => [...(index === 0 ? [] : [', ']), { name: part }]) },
    ],
    ...(excerpt === undefined ? {} : { excerpt: { lines: excerptLines(excerpt) } }),
  };
}

function excerptLines({ lines, caret }: NonNullable<Finding['place']['excerpt']>): ExcerptPart[][] {
  return lines.map((line, index) => {
    if (index !== caret?.line) return [{ text: line }];
    const [from, to] = [caret.column - 1, caret.column - 1 + caret.length];
    return [{ text: line.slice(0, from) }, { text: line.slice(from, to), isMarked: true }, { text: line.slice(to) }];
  });
}
