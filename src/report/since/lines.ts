import { counted } from '../../text/duration';
import { printable } from '../../text/printable';
import type { Changes, Compared } from './document';
import { changeInWords, earlierInWords } from './words';

/** The most changes that a text lists; JSON has all. */
const most = 100;

/** The changes of one environment, as lines of a text. */
export function changeLines(
  { from }: Changes,
  { environment, account, changes, notCompared }: Compared,
  bold: (text: string) => string,
): string[] {
  const lines = changes.map((change) => `  ${printable(changeInWords(change))}`);
  const left = lines.length - most;
  const count = lines.length === 0 ? 'nothing changed' : counted(lines.length, 'change');
  const place = environment === null ? '' : ` in ${printable(environment)}, account ${account ?? 'not known'}`;
  return [
    `${bold('Since')} ${printable(earlierInWords(from))}${place}: ${count}`,
    ...lines.slice(0, most),
    ...(left > 0 ? [`  and ${left} more; --format json shows all`] : []),
    ...(notCompared.length === 0 ? [] : [`  not compared: ${notCompared.map(printable).join(', ')}`]),
  ];
}

/** The changes of all environments, each as one text. */
export function allChanges(changes: Changes | undefined, bold: (text: string) => string): string[] {
  if (changes === undefined) return [];
  return changes.environments.map((one) => changeLines(changes, one, bold).join('\n'));
}
