export function iso(at: number): string;
export function iso(at: number | undefined): string | null;
/** A time as the document writes it. */
export function iso(at: number | undefined): string | null {
  return at === undefined ? null : new Date(at).toISOString();
}
