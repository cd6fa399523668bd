import type { Change } from './change';

/** An earlier document that a verdict is compared with. */
export interface EarlierDocument {
  readonly file: string;
  readonly kind: 'evidence' | 'audit';
  /** The version of the program that wrote it. */
  readonly tool: string;
  /** The day or the time of its verdict. */
  readonly at: string;
  /** The fingerprint of the key that signed it; null if nobody did. */
  readonly signedBy: string | null;
}

/** The differences of one environment. */
export interface Compared {
  readonly environment: string | null;
  readonly account: string | null;
  readonly changes: readonly Change[];
  /** The parts that one of both sides does not show, so that nothing is said about them. */
  readonly notCompared: readonly string[];
}

/** Changes since an earlier document. */
export interface Changes {
  readonly from: EarlierDocument;
  readonly environments: readonly Compared[];
}
