import type { Mark } from '../page/block';
import { element, type Markup } from './markup';

export function markMarkup({ tone, word }: Mark): Markup {
  return element('span', { class: `mark ${tone}` }, word);
}
