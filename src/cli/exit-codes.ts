/** The meanings of a command's exit codes; an exit code is never a count. */
export const exitCodes = {
  /** Nothing was found. */
  clean: 0,
  /** There are findings, or what was run did not succeed. */
  findings: 1,
  /** The input could not be read, or the call was wrong. */
  badInput: 2,
  /** Interrupted by Ctrl-C before everything was checked; nothing was found until then. */
  interrupted: 130,
} as const;

/** The same meanings for users, in help and docs. */
export const exitCodeMeanings: readonly [code: number, meaning: string][] = [
  [exitCodes.clean, 'nothing found'],
  [exitCodes.findings, 'findings, a failed rotation, or a broken invariant'],
  [exitCodes.badInput, 'the input could not be read, or the call was wrong'],
  [exitCodes.interrupted, 'interrupted, with nothing found until then'],
];
