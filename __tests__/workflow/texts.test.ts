import fc from '../fast-check';
import { formatted } from '../../src/workflow/texts';

const paths = { userName: '$.userName', time: '$$.State.EnteredTime' };

const cases: [string, string, ReturnType<typeof formatted>][] = [
  ['a plain text stays one', 'A key was rotated.', { text: 'A key was rotated.' }],
  ['a placeholder becomes an argument', 'Key of {userName}', { path: "States.Format('Key of {}', $.userName)" }],
  [
    'placeholders keep their order and may repeat',
    '{time} {userName} {time}',
    { path: "States.Format('{} {} {}', $$.State.EnteredTime, $.userName, $$.State.EnteredTime)" },
  ],
  ['quotes and backslashes are escaped', "It's {userName}\\", { path: "States.Format('It\\'s {}\\\\', $.userName)" }],
  [
    'doubled braces are literal ones',
    'p {{ color: red }} {userName}',
    { path: "States.Format('p \\{ color: red \\} {}', $.userName)" },
  ],
  ['doubled braces in a plain text are literal ones too', '{{userName}}', { text: '{userName}' }],
  ['an unknown placeholder stays as it is written', 'To {who}', { text: 'To {who}' }],
];

describe('texts made at run time', () => {
  it.each(cases)('%s', (_, text, expected) => {
    expect(formatted(text, paths)).toEqual(expected);
  });

  it('never let a text end its own quotes', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const value = formatted(`${text.replaceAll('{', '{{').replaceAll('}', '}}')}{userName}`, paths);
        const path = 'path' in value ? value.path : '';
        const [, template = ''] = /^States\.Format\('([^]*)', \$\.userName\)$/.exec(path) ?? [];
        const unescaped = template.replace(/\\([^])/g, (_, character: string) =>
          /[\\'{}]/.test(character) ? 'x' : '!',
        );
        expect(unescaped.replace(/\{\}$/, '')).not.toMatch(/['{}\\]/);
        expect(template.replace(/\\([^])/g, '$1')).toBe(`${text}{}`);
      }),
    );
  });
});
