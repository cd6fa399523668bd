import type { Report } from '../checks';
import { foldedFindings } from '../report';

/**
 * The reasons why a report is not a pass, each once, with the names of the inputs that it holds for. It is what refuses a stack at its synthesis:
 * in the app of Keyturn, and in anybody's.
 */
export function refusals({ verdict, checks }: Report, { withNames }: { readonly withNames: boolean }): string[] {
  if (verdict === 'pass') return [];
  const namesOf = new Map<string, Set<string>>();
  for (const one of checks) {
    for (const { verdict: found, rule, cause, message, remedy } of foldedFindings(one)) {
      if (found === 'note') continue;
      const text = cause === undefined ? `${rule}: ${message}` : `${message}. ${remedy}`;
      namesOf.set(text, (namesOf.get(text) ?? new Set()).add(one.name));
    }
  }
  return [...namesOf].map(([text, names]) => (withNames ? `${[...names].join(', ')}: ${text}` : text));
}
