import type { Check } from '../check';
import { listed } from '../../text/listed';
import type { Finding } from '../rule';
import { grantsInsideContract } from '../rules/grants-inside-contract';
import type { Cause } from './cause';

/** The most actions and resources that a message lists. */
const mostListed = 10;

/** Combines the grants of one statement outside its contract: two actions on ten resources are one finding, not twenty. */
export function withWideStatements(check: Check): Check {
  const groups = new Map<string, [Finding, ...Finding[]]>();
  for (const finding of check.findings) {
    const key = keyOf(finding);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const wide = [...groups.values()].filter(({ length }) => length > 1);
  if (wide.length === 0) return check;
  const { causes = [], findings } = check;
  const causeOf = new Map(wide.flatMap((group, index) => group.map((one) => [one, causes.length + index] as const)));
  return {
    ...check,
    causes: [...causes, ...wide.map(causeFor)],
    findings: findings.map((finding) => {
      const cause = causeOf.get(finding);
      return cause === undefined ? finding : { ...finding, cause };
    }),
  };
}

/** The key that findings of one statement share; undefined if a finding is not about a statement or already has a cause. */
function keyOf({ rule, verdict, cause, place }: Finding): string | undefined {
  if (rule !== grantsInsideContract.id || verdict === 'note' || cause !== undefined) return undefined;
  if (place.statement === undefined) return undefined;
  return JSON.stringify([verdict, place.input, place.pointer, place.address, place.statement, place.contract]);
}

function causeFor(findings: readonly [Finding, ...Finding[]]): Cause {
  const [{ verdict, place, remedy }] = findings;
  const granted = findings.flatMap(({ grants }) => grants ?? []);
  const where = `statement ${place.statement ?? 0} of ${place.address ?? place.input}`;
  const what =
    granted.length === 0
      ? ''
      : `: ${different(granted.map(({ action }) => action))} on ${different(granted.map(({ resource }) => resource))}`;
  const isSame = findings.every((one) => one.remedy === remedy);
  return {
    kind: 'wide-statement',
    verdict: verdict === 'undecided' ? 'undecided' : 'fail',
    message: `${where} grants what contract "${place.contract ?? ''}" does not allow${what}`,
    remedy: isSame ? remedy : `Remove it from ${where}, or narrow it to what the contract allows.`,
    findings: findings.length,
  };
}

function different(names: readonly string[]): string {
  return listed([...new Set(names)], mostListed);
}
