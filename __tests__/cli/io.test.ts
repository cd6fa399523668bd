import { inLines, showsColour } from '../../src/cli/io';

test.each<[string, Record<string, string>, boolean, boolean]>([
  ['a terminal', {}, true, true],
  ['a pipe', {}, false, false],
  ['a terminal with NO_COLOR', { NO_COLOR: '1' }, true, false],
  ['a terminal with an empty NO_COLOR', { NO_COLOR: '' }, true, true],
  ['a pipe with FORCE_COLOR', { FORCE_COLOR: '1' }, false, true],
  ['a terminal with FORCE_COLOR=0', { FORCE_COLOR: '0' }, true, false],
  ['FORCE_COLOR and NO_COLOR', { FORCE_COLOR: '1', NO_COLOR: '1' }, true, false],
  ['a dumb terminal', { TERM: 'dumb' }, true, false],
  ['a dumb terminal with FORCE_COLOR', { TERM: 'dumb', FORCE_COLOR: '1' }, true, true],
])('%s', (_, environment, isTerminal, expected) => {
  expect(showsColour(environment, isTerminal)).toBe(expected);
});

test('progress in a log is one line every ten seconds', () => {
  let [now, written] = [0, ''];
  const show = inLines({ write: (text: string) => (written += text) }, () => now);
  for (; now <= 30_000; now += 1_000) show(`${now / 1000} s`);
  show('');
  expect(written).toBe('10 s\n20 s\n30 s\n');
});
