import type { Report } from '../../checks';
import type { EvidenceFacts } from '../evidence';

/** What a format is given besides the report. */
export interface Printing {
  /** The text goes to a terminal that shows colour. */
  readonly colour: boolean;
  /** The columns of the terminal that the text goes to; absent if it goes elsewhere, and is not wrapped. */
  readonly width?: number;
  /** Text shows everything, and not only the verdict with one line for each role. */
  readonly verbose?: boolean;
  /** The version of this program. */
  readonly version: string;
  /** What the verdict was made from. Only evidence shows it, so it is computed when it is asked for. */
  readonly facts: () => Omit<EvidenceFacts, 'toolVersion'>;
}

/** A format is a function of what it is given: it prints nothing, and reads no file and no clock. */
export type Print = (report: Report, printing: Printing) => string;

/** A member of the registry. */
export interface Format {
  /** Who or what reads it, for help and docs. */
  readonly summary: string;
  /** It shows no lines and columns, so the files are not searched for them. */
  readonly withoutPlaces?: true;
  /** It shows where a finding is in its input, and not where a reviewer finds it, so git is not asked. */
  readonly withoutCommitted?: true;
  /** Loads the file of the format, which only a check that writes the format pays for. */
  readonly load: () => Promise<{ readonly print: Print }>;
}
