import type { Contract, Report } from '../../checks';
import type { Page, Section } from '../../html';
import type { Evidence, EvidenceFacts } from '../evidence';
import type { Changes } from '../since';

/** The facts that a format gets in addition to the report. */
export interface Printing {
  /** Whether the text goes to a terminal that shows colour. */
  readonly colour: boolean;
  /** The columns of the terminal that the text goes to. Absent if it does not go to a terminal; then lines are not wrapped. */
  readonly width?: number;
  /** Whether the text format shows everything, and not only the verdict and one line for each role. */
  readonly verbose?: boolean;
  /** The version of this program. */
  readonly version: string;
  /** Computes the facts that the verdict was made from. Only evidence shows them, so they are computed on request. */
  readonly facts: () => Omit<EvidenceFacts, 'toolVersion'>;
  /** Signs evidence. Absent if the call names no key. */
  readonly sign?: (evidence: Evidence) => Evidence;
  /** Absent unless the format is a page. */
  readonly page?: PageParts;
  /** Changes since earlier evidence. Absent if the call names none. Text, JSON and the page show it. */
  readonly changes?: Changes;
}

/** The parts of a page that the report does not hold. */
export interface PageParts {
  /** Writes a page as HTML. It is handed in, so that a check without a page does not load it. */
  readonly render: (page: Page) => string;
  /** The contracts, whose lines are next to what they allow. */
  readonly contracts: readonly Contract[];
  /** The sections with the pictures of each check of the report. */
  readonly pictures: readonly (readonly Section[])[];
}

/** A format is a pure function: it prints nothing, and reads no file and no clock. */
export type Print = (report: Report, printing: Printing) => string;

/** A member of the registry. */
export interface Format {
  /** The people or programs that read it, for help and docs. */
  readonly summary: string;
  /** True if it shows no lines and columns, so the files are not searched for them. */
  readonly withoutPlaces?: true;
  /** True if it shows the place of a finding in its input, but not in the repository, so git is not run. */
  readonly withoutCommitted?: true;
  /** True if it is a page, which needs `page`. */
  readonly isPage?: true;
  /** Loads the file of the format. Only a check that writes the format pays for it. */
  readonly load: () => Promise<{ readonly print: Print }>;
}
