import { render, type Block } from '../../src/html';

/** Names and cells for which a narrow page has room. */
function pageOf(block: Block): string {
  return render({ title: [], verdict: 'pass', lead: [], sections: [{ title: [], blocks: [block] }] });
}

const cellOf = (text: string, isName = false): string =>
  /<td.*?<\/td>/s.exec(
    pageOf({
      kind: 'table',
      title: ['a table'],
      columns: ['one'],
      rows: [[{ lines: [[isName ? { name: text } : text]] }]],
    }),
  )?.[0] ?? '';

describe('a name', () => {
  test.each([
    ['of a secret without a punctuation mark', 'y'.repeat(200)],
    ['of letters that are two units of UTF-16', '🔑'.repeat(100)],
    ['with a part that is long', `arn:aws:iam::111122223333:user/${'x'.repeat(64)}`],
  ])('%s can be broken every 24 letters, and stays the same', (_, text) => {
    const cell = cellOf(text, true).replace(/<\/?(?:td|code|div)[^>]*>/g, '');
    const pieces = cell.split('<wbr>');
    expect(pieces.join('')).toBe(text);
    expect(Math.max(...pieces.map((piece) => Array.from(piece).length))).toBeLessThanOrEqual(24);
  });

  test('that is short is not broken', () => {
    expect(cellOf('x'.repeat(31), true)).not.toContain('<wbr>');
  });
});

test.each([
  ['an ARN', 'arn:aws:states:eu-central-1:111122223333:stateMachine:keyturn', true],
  ['a short sentence', 'Who can read the keys, and who can change the role', false],
  ['a long sentence', 'Who can read the keys, and who can change the role. '.repeat(2), true],
])('on a phone a cell with %s is wide: %s → %s', (_, text, isWide) => {
  expect(cellOf(text).includes('class="long"')).toBe(isWide);
});
