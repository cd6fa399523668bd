import { printableJson } from '../../text/printable';
import type { ResourceAction } from '../sides';
import type { PrintReview } from './format';

/** The version of this format; schemas/review.schema.json describes it. */
const version = 1;

export const print: PrintReview = (review) => {
  const { check, actions, ...rest } = review;
  const findings = (check?.findings ?? []).map(({ rule, severity, verdict, message, remedy, place }) => ({
    rule,
    severity,
    verdict,
    message,
    remedy,
    address: place.address ?? null,
  }));
  return `${printableJson({ version, tool: 'keyturn', ...rest, findings, actions: actions.map(plain) })}\n`;
};

/** An action without the values of the resource, which can be sensitive. */
function plain({ address, type, kind }: ResourceAction): object {
  return { address, type, kind };
}
