import type { Section } from '../../html';
import type { Model } from '../../model';
import { machinesToDraw } from './machines';
import { timelinesOf } from './rotations';

export { machineBlock } from './machines';

/**
 * The pictures of one input, each in its section.
 * @param path the states of one rotation, whose way is lit
 */
export function pictureSections(model: Model, now: Date, path: readonly string[] = []): Section[] {
  return [
    { title: ['Rotations'], blocks: timelinesOf(model, now) },
    { title: ['The state machine as pictures'], blocks: machinesToDraw(model, path) },
  ];
}
