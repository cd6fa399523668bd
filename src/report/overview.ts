import type { Check, Verdict } from '../checks';
import { remarkSections } from './formats/words';

/** The verdicts of many inputs. */
interface Overview {
  /** Text such as `12 inputs: 1 failed, 11 passed`. */
  readonly counts: string;
  /** The inputs that did not pass, those that failed first. */
  readonly others: readonly { readonly verdict: Verdict; readonly name: string }[];
}

const groups = [
  { verdict: 'fail', words: 'failed' },
  { verdict: 'undecided', words: 'undecided' },
  { verdict: 'pass', words: 'passed' },
] as const;

/** The verdicts of more inputs than one sees at a glance; undefined if there are one or two. */
export function overviewOf(checks: readonly Check[]): Overview | undefined {
  if (checks.length < 3) return undefined;
  const found = groups.map((group) => ({
    ...group,
    checks: checks.filter(({ verdict }) => verdict === group.verdict),
  }));
  const counts = found.flatMap(({ words, checks: own }) => (own.length === 0 ? [] : [`${own.length} ${words}`]));
  return {
    counts: `${checks.length} inputs: ${counts.join(', ')}`,
    others: found
      .filter(({ verdict }) => verdict !== 'pass')
      .flatMap(({ verdict, checks: own }) => own.map((check) => ({ verdict, name: nameOf(check) }))),
  };
}

function nameOf({ name, accountId, region }: Check): string {
  const place = [accountId, region].filter((part) => part !== undefined).join(', ');
  return place === '' ? name : `${name} (${place})`;
}

/** Whether an input passes, and nothing else is to be said about it. */
export function isQuiet(check: Check): boolean {
  return (
    check.verdict === 'pass' &&
    check.findings.length === 0 &&
    remarkSections(check).every(({ isBrief, items }) => isBrief !== true || items.length === 0)
  );
}
