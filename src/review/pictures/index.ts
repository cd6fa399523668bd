import type { Section } from '../../html';
import type { Model } from '../../model';
import { machinesToDraw } from './machines';

/** The pictures of one input, each in its section. */
export function pictureSections(model: Model): Section[] {
  return [{ title: ['The state machine'], blocks: machinesToDraw(model) }];
}
