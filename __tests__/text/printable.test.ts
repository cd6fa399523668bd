import { printable, printableJson } from '../../src/text/printable';

describe('what a reader is shown', () => {
  test.each([
    ['a letter of any alphabet', 'é 統', 'é 統'],
    ['an emoji of two halves', '😀', '😀'],
    ['a new line', 'a\nb', 'a\\u000ab'],
    ['half a pair', 'a\ud800b', 'a\\ud800b'],
    ['what is not a character', '\uffff', '\\uffff'],
    ['a command of a runner', 'a ###[error]b', 'a ##\\u0023[error]b'],
    ['signs that are not a command', '## [a] #[b]', '## [a] #[b]'],
    ['a mark of direction', '\u202e', '\\u202e'],
    ['an invisible letter, which is not another one and a digit', '\u{e0041} \ue0041', '\\u{e0041} \ue0041'],
  ])('of %s', (_, text, shown) => {
    expect(printable(text)).toBe(shown);
  });
});

test('JSON for programs keeps its value and its lines', () => {
  const value = { 'a\u202e': ['b\n\u009b\u{e0041}', '😀', 'c\ud800'] };
  const text = printableJson(value);
  expect(text).toBe(String.raw`{
  "a\u202e": [
    "b\n\u009b\udb40\udc41",
    "😀",
    "c\ud800"
  ]
}`);
  expect(JSON.parse(text)).toEqual(value);
});
