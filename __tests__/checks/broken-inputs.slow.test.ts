import fc from '../fast-check';
import { InputError } from '../../src/input-error';
import { judge, samplePlan, sampleStack, spoken, type Loose } from './sample';
import { examples } from '../effort';

/** Paths to every value inside a document. */
function pathsOf(value: Loose, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.keys(value as object).flatMap((name) => pathsOf(value[name], [...path, name]))];
}

function replaced(document: Loose, path: readonly string[], replacement: unknown): Loose {
  const [first, ...rest] = path;
  if (first === undefined) return replacement;
  const copy: Loose = Array.isArray(document) ? [...(document as unknown[])] : { ...document };
  copy[first] = replaced(document[first], rest, replacement);
  return copy;
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    '',
    '*',
    '${',
    '${x}',
    '%{',
    '$',
    '{}',
    [],
    {},
    [[]],
    [null],
    { '': null },
    '\ud800',
  ),
  fc.jsonValue(),
);

/** Verdicts come from rules, and refusals from the reader; a rule that breaks down is neither. */
function verdictOf(input: Loose): string {
  try {
    const check = judge(input);
    expect(spoken(check).filter((rule) => rule.startsWith('rule-crashed'))).toEqual([]);
    return check.verdict;
  } catch (error) {
    if (error instanceof InputError) return 'refused';
    throw error;
  }
}

describe.each([
  ['stack', sampleStack()],
  ['plan', samplePlan()],
])('a %s with one part replaced by anything', (_, sample) => {
  const paths = pathsOf(sample);

  test('is judged or refused, and no rule breaks down', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), odd, (path, replacement) => {
        verdictOf(replaced(sample, path, replacement));
      }),
      { numRuns: examples(60) },
    );
  });
});

describe.each(['definition', 'policy', 'trust'])('a %s with one part replaced by anything', (what) => {
  const [type, name, attribute] = {
    definition: ['aws_sfn_state_machine', 'rotation', 'definition'],
    policy: ['aws_iam_role_policy', 'execution', 'policy'],
    trust: ['aws_iam_role', 'execution', 'assume_role_policy'],
  }[what] as [string, string, string];
  const stack = sampleStack();
  const document: Loose = JSON.parse(stack.resource[type][name][attribute] as string);
  const paths = pathsOf(document);

  test('is judged or refused, and no rule breaks down', () => {
    fc.assert(
      fc.property(fc.constantFrom(...paths), odd, (path, replacement) => {
        const text = JSON.stringify(replaced(document, path, replacement)).replace(/([$%])\{/g, '$1$1{');
        verdictOf(replaced(stack, ['resource', type, name, attribute], text));
      }),
      { numRuns: examples(60) },
    );
  });
});
