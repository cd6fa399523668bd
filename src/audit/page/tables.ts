import type { Block, Cell, Mark } from '../../html';
import { sameControls } from '../sections/same-controls';
import { timeInWords } from '../../operations/words';
import type { ControlVerdict, Parts, RotationOutcome } from '../document';

const outcomeMarks: Readonly<Record<RotationOutcome, Mark>> = {
  rotated: { tone: 'good', word: 'rotated' },
  running: { tone: 'neutral', word: 'running' },
  failed: { tone: 'bad', word: 'failed' },
  missed: { tone: 'bad', word: 'missed' },
  'not-known': { tone: 'warning', word: 'not known' },
  'not-expected': { tone: 'neutral', word: 'not expected' },
};

/** The rotations that were due, each with its result. */
export function rotationBlocks({ rotations: { rotations } }: Parts): Block[] {
  if (rotations.length === 0) return [];
  return [
    {
      kind: 'table',
      title: ['Rotations that were due'],
      columns: ['User', 'Due', 'Result', 'Execution'],
      rows: rotations.map(({ user, dueAt, outcome, execution }): Cell[] => [
        { lines: [[{ name: user }]] },
        { lines: [[timeInWords(Date.parse(dueAt))]] },
        { mark: outcomeMarks[outcome], lines: [] },
        { lines: execution === null ? [] : [[{ name: execution }]] },
      ]),
    },
  ];
}

const controlMarks: Readonly<Record<ControlVerdict, Mark>> = {
  met: { tone: 'good', word: 'met' },
  'not-met': { tone: 'bad', word: 'not met' },
  'not-met-by-design': { tone: 'warning', word: 'not met by design' },
  'not-known': { tone: 'warning', word: 'not known' },
};

/** The controls of each user, with the arithmetic and the sources. */
export function controlBlocks({ controls: { controls, rows } }: Parts): Block[] {
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      title: ['Controls of each user'],
      columns: ['Users', 'Control', 'Verdict', 'Because'],
      rows: sameControls(rows).map(({ users, control, verdict, because }): Cell[] => [
        { lines: users.map((user) => [{ name: user }]) },
        { lines: [[control]] },
        { mark: controlMarks[verdict], lines: [] },
        { lines: [[because]] },
      ]),
    },
    {
      kind: 'list',
      title: ['Sources'],
      items: controls.map(({ id, title, source, readOn }) => ({
        text: [`${id}: ${title}: `, { name: source }, `, read on ${readOn}`],
      })),
    },
  ];
}
