import type { Check, Finding } from '../checks';
import { counted } from '../text/duration';

/**
 * The findings as a person reads them: what many come from stands once, in their place and before all others. Formats for programs have every finding.
 */
export function foldedFindings({ causes = [], findings }: Check): Finding[] {
  const folded = causes.flatMap(({ verdict, message, remedy }, index): Finding[] => {
    const inside = findings.filter(({ cause }) => cause === index);
    const [first] = inside;
    if (first === undefined) return [];
    const { rule, severity, place } = first;
    return [{ rule, severity, verdict, place, message: `${message}: ${comingFrom(inside)}`, remedy, cause: index }];
  });
  return [...folded, ...findings.filter(({ cause }) => cause === undefined)];
}

function comingFrom(findings: readonly Finding[]): string {
  const listed = (name: string, values: readonly (string | number | undefined)[]): string[] => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    return known.length === 0 ? [] : [`${name} ${known.join(', ')}`];
  };
  const parts = [
    ...listed(
      'rules',
      findings.map(({ rule }) => rule),
    ),
    ...listed(
      'statements',
      findings.map(({ place }) => place.statement),
    ),
    ...listed(
      'states',
      findings.map(({ place }) => place.state),
    ),
  ];
  return `${counted(findings.length, 'finding')} (${parts.join('; ')})`;
}
