/** The bytes that are left for the rows of tables, so that a page of a large fleet still opens. What does not fit is counted, not dropped silently. */
export class Room {
  private left = 2_600_000;

  /** Takes room for a text. Returns whether there was enough. */
  take(text: string): boolean {
    const size = Buffer.byteLength(text);
    if (size > this.left) return false;
    this.left -= size;
    return true;
  }
}
