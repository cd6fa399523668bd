import type { CommandDefinition } from '../command';
import { audit } from './audit/command';
import { check } from './check/command';
import { completion } from './completion/command';
import { diagram } from './diagram/command';
import { explore } from './explore/command';
import { hold } from './hold/command';
import { init } from './init/command';
import { moduleCommand } from './module/command';
import { pairs } from './pairs/command';
import { receive } from './receive/command';
import { resolve } from './resolve/command';
import { review } from './review/command';
import { rotate } from './rotate/command';
import { shards } from './shards/command';
import { simulate } from './simulate/command';
import { status } from './status/command';

const others: readonly CommandDefinition[] = [
  check,
  review,
  audit,
  simulate,
  explore,
  diagram,
  moduleCommand,
  pairs,
  shards,
  init,
  receive,
  status,
  rotate,
  resolve,
  hold,
];

/** All commands, in the order of the help. */
export const commands: readonly CommandDefinition[] = [...others, completion(others)];
