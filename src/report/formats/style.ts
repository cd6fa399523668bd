import { createColors } from 'picocolors';

/** Colours for a terminal; plain text where none are asked for. */
export type Style = ReturnType<typeof createColors>;

export function styleFor(colour: boolean): Style {
  return createColors(colour);
}
