import { printable } from '../../text/printable';
import { bounded } from '../../text/wrap';
import type { Difference, Thing } from './difference';

/** Words for differences. Everything that AWS returned is made printable here. */

/** The longest value that is shown. */
const most = 120;

/** Describes a difference in one sentence. */
export function differenceInWords(difference: Difference): string {
  const { thing } = difference;
  const what = thingInWords(thing);
  switch (difference.kind) {
    case 'missing':
      return `${what} is missing`;
    case 'extra':
      return `${what} is not in the settings`;
    case 'disabled':
      return `${what} is disabled, and the settings enable it`;
    case 'enabled':
      return `${what} is enabled, and the settings disable it`;
    case 'not-confirmed':
      return `${what} is not confirmed, so it receives nothing`;
    case 'key-not-enabled':
      return `${what} is in the state ${printable(difference.state)}, so executions fail`;
    case 'state-changed':
      return `the definition of ${what} differs in the state ${printable(difference.state)}`;
    case 'state-added':
      return `the definition of ${what} has a state ${printable(difference.state)} that the settings do not make`;
    case 'state-missing':
      return `the definition of ${what} lacks the state ${printable(difference.state)}`;
    case 'document-differs':
      return `${printable(difference.document)} of ${what} differs from what the settings make`;
    case 'document-missing':
      return `${what} lacks ${printable(difference.document)}`;
    case 'document-extra':
      return `${what} has ${printable(difference.document)}, which the settings do not make`;
    case 'value-differs':
      return `${difference.value} of ${what} is ${shown(difference.is)}, and the settings make it ${shown(difference.wanted)}`;
  }
}

function thingInWords({ noun, name, user }: Thing): string {
  if (noun === 'schedule' && user !== undefined) return `the schedule of ${printable(user)}`;
  return `the ${noun} ${printable(name)}`;
}

function shown(value: string): string {
  return printable(bounded(value, most));
}
