import { grouped } from '../../text/grouped';
import type { MovedUser, RotatedPair, UsersChange } from '../machines/users';
import { say, type Block, type Item, type Sign } from './parts';

/** The users that machines rotate: moves first, then one list for each machine, if there are several. */
export function userBlocks(users: UsersChange): Block[] {
  if (users.kind === 'before-unknown') return byMachine(signed('note', users.present));
  return [
    ...movedBlock(users.moved),
    ...byMachine([...signed('added', users.added), ...signed('removed', users.removed)]),
  ];
}

function movedBlock(moved: readonly MovedUser[]): Block[] {
  if (moved.length === 0) return [];
  const items = moved.map(({ userName, from, to }): Item => ({
    sign: 'changed',
    text: say`user ${userName} moves from machine ${from} to machine ${to}`,
  }));
  return [{ kind: 'items', title: ['Moved to another machine: drain the first one before the apply'], items }];
}

interface SignedPair {
  readonly sign: Sign;
  readonly pair: RotatedPair;
}

function signed(sign: Sign, pairs: readonly RotatedPair[]): SignedPair[] {
  return pairs.map((pair) => ({ sign, pair }));
}

function byMachine(pairs: readonly SignedPair[]): Block[] {
  return grouped(pairs, ({ pair }) => pair.machine).map((own): Block => {
    const machine = own[0]?.pair.machine;
    return {
      kind: 'items',
      ...(machine === undefined ? {} : { title: say`State machine ${machine}` }),
      items: own.map(itemOf),
    };
  });
}

function itemOf({ sign, pair: { userName, secretName } }: SignedPair): Item {
  return { sign, text: say`user ${userName}, secret ${secretName}` };
}
