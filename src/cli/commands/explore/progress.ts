/** A progress bar. Without a function to show it, it shows nothing. */
export function progressBar(
  total: number,
  show: ((text: string) => void) | undefined,
): { step(): void; clear(): void } {
  const width = 30;
  let done = 0;
  return {
    step: () => {
      done++;
      const filled = Math.floor((done / total) * width);
      const percent = Math.floor((done / total) * 100);
      show?.(`${'#'.repeat(filled)}${'.'.repeat(width - filled)} ${percent} % (${done} of ${total} worlds)`);
    },
    clear: () => show?.(''),
  };
}
