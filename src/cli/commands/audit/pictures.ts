import { repliesFrom } from '../../../audit/answers/replies';
import type { Block, Section } from '../../../html';
import { jsonIn } from '../../../audit/drift/documents';
import { isObject, memberOf } from '../../../json';
import { machineArnsOf } from '../../../operations/place';
import { machineBlock } from '../../../review';
import { rotationPath } from '../check/rotation-path';
import type { Answers } from './asked';

/** The state machine that is deployed, with the way of one rotation through it. No execution of the account is read: its data has keys. */
export function machinePictures({ answered, asked: { place, made } }: Answers): Section[] {
  const reply = repliesFrom(answered).of('machine', place.machineArn);
  const text = reply.kind === 'answered' ? memberOf(reply.value, 'definition') : undefined;
  const definition = typeof text === 'string' ? jsonIn(text) : undefined;
  if (typeof text !== 'string' || !isObject(definition)) return [];
  const block = machineBlock(place.stack, definition, rotationPath(made, text));
  const { length } = machineArnsOf(place);
  const remark = `One of ${length} machines is drawn. The drift compares each of them.`;
  const blocks: Block[] = length === 1 ? [block] : [{ kind: 'text', text: [remark] }, block];
  return [{ title: ['The deployed state machine as pictures'], blocks }];
}
