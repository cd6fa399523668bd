import type { AuditDocument } from '../document';

/** The facts that a format gets in addition to the result. */
export interface AuditPrinting {
  /** Whether the text goes to a terminal that shows colour. */
  readonly colour: boolean;
  /** The columns of the terminal that the text goes to. Absent if it does not go to a terminal; then lines are not wrapped. */
  readonly width?: number;
}

/** A member of the registry. A format is a pure function of the result. */
export interface AuditFormat {
  /** The people or programs that read it, for help and docs. */
  readonly summary: string;
  /** Loads the file of the format. Only an audit that writes the format pays for it. */
  readonly load: () => Promise<{ readonly print: (audit: AuditDocument, printing: AuditPrinting) => string }>;
}
