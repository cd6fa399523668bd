import { functionsIn, pathsReadBy, readExpression } from '../../src/asl/expressions';
import { leadingNames, parsePath, plainNames } from '../../src/asl/paths';

const reads: readonly [name: string, text: string, paths: readonly string[] | undefined][] = [
  ['a path', '$.a.b', ['$.a.b']],
  ['a path into the context object', '$$.Execution.Id', ['$$.Execution.Id']],
  ['the arguments of a function', "States.Format('{} {}', $.a[0], $$.State.Name)", ['$.a[0]', '$$.State.Name']],
  ['the arguments of functions in functions', 'States.Hash(States.JsonToString($.a), $.b)', ['$.a', '$.b']],
  ['no path in a text', "States.Format('$.a States.UUID()', 1, true, null)", []],
  [
    'the paths in the condition of a filter',
    '$.a[?(@.x==$.b && !($.c))]',
    ['$.a[?(@.x==$.b && !($.c))]', '$.b', '$.c'],
  ],
  [
    'the paths in a filter in a filter',
    '$..[?($.a[?(@.x==$.b)])]',
    ['$..[?($.a[?(@.x==$.b)])]', '$.a[?(@.x==$.b)]', '$.b'],
  ],
  ['nothing that is known: an unknown function', 'States.Bogus($.a)', undefined],
  ['nothing that is known: a wrong number of arguments', 'States.UUID($.a)', undefined],
  ['nothing that is known: a function of a path', '$.a.length()', undefined],
  ['nothing that is known: more behind the end', '$.a $.b', undefined],
  ['nothing that is known: a text', 'constant', undefined],
];

test.each(reads)('an expression reads %s', (_, text, paths) => {
  const expression = readExpression(text);
  expect(expression && pathsReadBy(expression).map((path) => path.text)).toEqual(paths);
});

test('the functions of an expression are those that it calls, and no text', () => {
  const expression = readExpression("States.Format('{}States.UUID()', States.Hash($.a, 'MD5'))");
  expect(expression && functionsIn(expression)).toEqual(['States.Format', 'States.Hash']);
});

const names: readonly [path: string, plain: readonly string[] | undefined, leading: readonly string[]][] = [
  ['$', [], []],
  ["$.a['b c'].d-e", ['a', 'b c', 'd-e'], ['a', 'b c', 'd-e']],
  ['$.a[0].b', undefined, ['a']],
  ['$..a', undefined, []],
  ["$.a['b','c']", undefined, ['a']],
  ['$.a.*', undefined, ['a']],
  ["$.a[?(@.x=='y')].b", undefined, ['a']],
  // Readers of JSONPath differ in these.
  ['$["a"]', undefined, []],
  ["$.a['it\\'s']", undefined, ['a']],
  ['$.a.ü', undefined, ['a']],
];

test.each(names)('the plain names of %s', (text, plain, leading) => {
  expect(plainNames(parsePath(text))).toEqual(plain);
  expect(leadingNames(parsePath(text))).toEqual(leading);
});
