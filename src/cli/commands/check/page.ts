import type { Contract } from '../../../checks';
import { render } from '../../../html';
import type { PageParts } from '../../../report';

/** The parts of a page that the report does not hold. */
export function pageParts(contracts: readonly Contract[]): PageParts {
  return { render, contracts };
}
