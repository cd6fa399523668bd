/** A progress bar on standard error. It prints nothing if that is not a terminal. */
export function progressBar(
  total: number,
  write: ((text: string) => void) | undefined,
): { step(): void; clear(): void } {
  const width = 30;
  let done = 0;
  let shown = -1;
  return {
    step: () => {
      done++;
      const filled = Math.floor((done / total) * width);
      const percent = Math.floor((done / total) * 100);
      if (percent === shown) return;
      shown = percent;
      write?.(`\r${'#'.repeat(filled)}${'.'.repeat(width - filled)} ${percent} % (${done} of ${total} worlds)`);
    },
    clear: () => write?.('\r\u001b[K'),
  };
}
