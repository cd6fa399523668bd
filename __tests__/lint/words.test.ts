import { join } from 'node:path';
import { Linter } from 'eslint';

// eslint-disable-next-line @typescript-eslint/no-require-imports -- a CommonJS configuration file
const config = require(join(__dirname, '..', '..', 'eslint', 'words.js')) as Linter.Config[];
const linter = new Linter();
const linesRefused = (code: string, file: string) =>
  linter.verify(code, [{ files: ['**/*.ts'] }, ...config], file).map(({ line }) => line);

const members = ['what', 'why', 'message', 'reason', 'detail', 'cause'];
const methods = ['includes', 'startsWith', 'endsWith', 'match', 'matchAll', 'search'];

describe('code that looks into words is refused', () => {
  test.each(members)('%s, as a variable and as a member', (name) => {
    const code = methods.flatMap((method) => [`${name}.${method}('x');`, `found.${name}?.${method}('x');`]);
    code.push(
      `/x/.test(${name});`,
      `/x/.exec(found.${name});`,
      `pattern.exec(${name});`,
      `pattern.test(found?.${name});`,
    );
    expect(linesRefused(code.join('\n'), 'src/checks/rule.ts')).toEqual(code.map((_, index) => index + 1));
  });

  test('and nothing else is', () => {
    const code = [
      "kinds.includes('x');",
      "found.kind.startsWith('x');",
      '/x/.test(found.text);',
      'why.trim();',
      'includes(why);',
    ];
    expect(linesRefused(code.join('\n'), 'src/checks/rule.ts')).toEqual([]);
  });

  test('but not in a test, nor where the cause of a machine is judged', () => {
    for (const file of ['__tests__/checks/rule.test.ts', 'src/explorer/invariants/cause-claims.ts'])
      expect(linesRefused("cause.includes('x');", file)).toEqual([]);
  });
});
