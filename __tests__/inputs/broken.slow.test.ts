import fc from '../fast-check';
import type { Contract } from '../../src/checks';
import { InputError } from '../../src/input-error';
import { spoken, type Loose } from '../checks/sample';
import { contractsWith, judge, sampleExport } from './sample';
import { examples } from '../effort';

/** Paths to every value inside a document. */
function pathsOf(value: Loose, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [path, ...Object.keys(value as object).flatMap((name) => pathsOf(value[name], [...path, name]))];
}

function replaced(document: Loose, path: readonly string[], replacement: unknown): Loose {
  const [first, ...rest] = path;
  if (first === undefined) return replacement;
  if (Array.isArray(document)) {
    return document.map((item: Loose, index): Loose =>
      String(index) === first ? replaced(item, rest, replacement) : item,
    );
  }
  // A part that becomes undefined is not written.
  return { ...document, [first]: replaced(document[first], rest, replacement) };
}

const odd = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, true, 0, '', '*', '%', '%7B', '{}', [], {}, [null], { '': null }, '\ud800'),
  fc.jsonValue(),
);

/** Verdicts come from rules, and refusals from the reader; a rule that breaks down is neither. */
function verdictOf(input: Loose, contracts: readonly Contract[]): string {
  try {
    const check = judge(input === undefined ? 'null' : input, contracts);
    expect(spoken(check).filter((rule) => rule.startsWith('rule-crashed'))).toEqual([]);
    return check.verdict;
  } catch (error) {
    if (error instanceof InputError) return 'refused';
    throw error;
  }
}

const account = sampleExport();
const document: Loose = account.RoleDetailList[0].RolePolicyList[0].PolicyDocument;

describe.each<readonly [string, Loose, readonly Contract[]]>([
  ['export', account, contractsWith()],
  ['policy document', document, contractsWith().slice(0, 1)],
])('a %s with one part replaced by anything', (_, sample, contracts) => {
  test('is judged or refused, and no rule breaks down', () => {
    fc.assert(
      fc.property(fc.constantFrom(...pathsOf(sample)), odd, (path, replacement) => {
        verdictOf(replaced(sample, path, replacement), contracts);
      }),
      { numRuns: examples(300) },
    );
  });
});

/** What of the judged roles does not bear on the verdict: dates, ids, tags, and whether there are profiles. */
const idle = /\/(CreateDate|RoleId|Tags|RoleLastUsed|Sid|Path|PolicyName|Version)(\/|$)/;

test('no part of a judged role can go from an export and leave a pass behind', () => {
  const passing = [0, 1].flatMap((index) =>
    pathsOf(account.RoleDetailList[index], ['RoleDetailList', String(index)])
      .filter((path) => !idle.test(`/${path.join('/')}`) && !/^\d+$/.test(path.at(-1) ?? ''))
      .filter((path) => verdictOf(replaced(account, path, undefined), contractsWith()) === 'pass'),
  );
  expect(passing.map((path) => path.join('/'))).toEqual([]);
});
