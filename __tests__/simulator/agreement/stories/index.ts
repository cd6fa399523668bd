import type { Story } from '../story';
import { choices, fails, waits } from './branches';
import { data } from './data';
import { functions } from './functions';
import { catches, retries, timeouts } from './recovery';

export const stories: readonly Story[] = [
  ...retries,
  ...catches,
  ...timeouts,
  ...data,
  ...choices,
  ...waits,
  ...fails,
  ...functions,
];
