import { byGravityAndSeverity, type Check, type Finding } from '../checks';
import { counted } from '../text/duration';
import { listed } from '../text/listed';

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

/** The number of items that are listed of each kind. */
const mostListed = 5;

function comingFrom(findings: readonly Finding[]): string {
  const part = (name: string, values: readonly (string | number | undefined)[]): string[] => {
    const known = [...new Set(values.filter((value) => value !== undefined))];
    return known.length === 0 ? [] : [`${name} ${listed(known, mostListed)}`];
  };
  const [, ...otherRules] = new Set(findings.map(({ rule }) => rule));
  if (otherRules.length === 0) return counted(findings.length, 'finding');
  const parts = [
    ...part(
      'rules',
      findings.map(({ rule }) => rule),
    ),
    ...part(
      'actions',
      findings.map(({ grants }) => grants?.action),
    ),
    ...part(
      'statements',
      findings.map(({ place }) => place.statement),
    ),
    ...part(
      'states',
      findings.map(({ place }) => place.state),
    ),
  ];
  return `${counted(findings.length, 'finding')} (${parts.join('; ')})`;
}
