import { byGravityAndSeverity, type Check, type Finding } from '../checks';
import { counted } from '../text/duration';

/**
 * The findings as a person reads them, critical failures first: what many come from stands once. Formats for programs have every finding.
 */
export function foldedFindings({ causes = [], findings }: Check): Finding[] {
  const folded = causes.flatMap(({ kind, verdict, message, remedy, place }, index): Finding[] => {
    const inside = findings.filter(({ cause }) => cause === index);
    const [first] = inside;
    if (first === undefined) return [];
    const { rule, severity, request } = first;
    return [
      {
        rule,
        severity,
        verdict,
        place: place ?? first.place,
        message: `${message}: ${comingFrom(inside)}`,
        ...(kind === 'wide-statement' && request !== undefined ? { request } : {}),
        remedy,
        cause: index,
      },
    ];
  });
  return [...folded, ...findings.filter(({ cause }) => cause === undefined)].sort(byGravityAndSeverity);
}

/** So many of each are listed. */
const mostListed = 5;

function comingFrom(findings: readonly Finding[]): string {
  const listed = (name: string, values: readonly (string | number | undefined)[]): string[] => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    const left = known.length - mostListed;
    const shown = known.slice(0, mostListed).join(', ');
    return known.length === 0 ? [] : [`${name} ${left > 0 ? `${shown} and ${left} more` : shown}`];
  };
  const [, ...otherRules] = new Set(findings.map(({ rule }) => rule));
  if (otherRules.length === 0) return counted(findings.length, 'finding');
  const parts = [
    ...listed(
      'rules',
      findings.map(({ rule }) => rule),
    ),
    ...listed(
      'actions',
      findings.map(({ grants }) => grants?.action),
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
