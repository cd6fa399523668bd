import type { Contract } from '../../checks';
import type { Section } from '../../html';
import type { AuditDocument } from '../document';

/** The facts that a format gets in addition to the result. */
export interface AuditPrinting {
  /** Whether the text goes to a terminal that shows colour. */
  readonly colour: boolean;
  /** The columns of the terminal that the text goes to. Absent if it does not go to a terminal; then lines are not wrapped. */
  readonly width?: number;
  /** The parts of a page that the result does not hold. Without them a page has neither lines of contracts nor pictures of machines. */
  readonly page?: AuditPage;
}

interface AuditPage {
  /** The contracts, whose lines are next to what they allow. */
  readonly contracts: readonly Contract[];
  /** The sections with the pictures of each environment. */
  readonly pictures: readonly (readonly Section[])[];
}

/** A member of the registry. A format is a pure function of the result. */
export interface AuditFormat {
  /** The people or programs that read it, for help and docs. */
  readonly summary: string;
  /** True if it is a page, which shows pictures. */
  readonly isPage?: true;
  /** Loads the file of the format. Only an audit that writes the format pays for it. */
  readonly load: () => Promise<{ readonly print: (audit: AuditDocument, printing: AuditPrinting) => string }>;
}
