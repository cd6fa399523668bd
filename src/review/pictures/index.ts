import type { Section } from '../../html';
import type { Model } from '../../model';
import { machinesToDraw } from './machines';
import { timelinesOf } from './rotations';

/** The pictures of one input, each in its section. */
export function pictureSections(model: Model, now: Date): Section[] {
  return [
    { title: ['Rotations'], blocks: timelinesOf(model, now) },
    { title: ['The state machine as pictures'], blocks: machinesToDraw(model) },
  ];
}
