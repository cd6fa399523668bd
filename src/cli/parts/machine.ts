import type { Run } from '../command';

/** The commands that read a state machine and run it in the embedded AWS. The simulator and the explorer are loaded with them. */
export const runs = {
  simulate: async () => (await import('../commands/simulate/run')).run,
  explore: async () => (await import('../commands/explore/run')).run,
  diagram: async () => (await import('../commands/diagram/run')).run,
} satisfies Readonly<Record<string, () => Promise<Run>>>;
