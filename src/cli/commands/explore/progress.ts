/** A progress bar. It changes with each percent, not with each world: a log and a terminal need no more. Without a function to show it, it shows nothing. */
export function progressBar(
  total: number,
  show: ((text: string) => void) | undefined,
): { step(): void; clear(): void } {
  const width = 30;
  let done = 0;
  let shown = -1;
  return {
    step: () => {
      done++;
      const percent = Math.floor((done / total) * 100);
      if (percent === shown) return;
      shown = percent;
      const filled = Math.floor((done / total) * width);
      show?.(`${'#'.repeat(filled)}${'.'.repeat(width - filled)} ${percent} % (${done} of ${total} worlds)`);
    },
    clear: () => show?.(''),
  };
}
