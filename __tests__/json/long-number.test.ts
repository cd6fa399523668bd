import { longNumber } from '../../src/json';

test.each([
  ['{"a":0.10000000000000000001}', '0.10000000000000000001'],
  ['[1, -1.5e400 ]', '-1.5e400'],
  ['[1e-400]', '1e-400'],
  ['1e400', '1e400'],
  ['{"a":"1e400","b":"\\"1e400","c":1e99}', undefined],
  ['{"1e400":12345678901234567890}', undefined],
  ['', undefined],
])('the number that JavaScript changes in %s: %s', (text, number) => {
  expect(longNumber(text)).toBe(number);
});

test('a text of 30 MB between quotes is not searched', () => {
  expect(longNumber(`{"a":"${'1.5e400\\"'.repeat(3_000_000)}"}`)).toBeUndefined();
});
