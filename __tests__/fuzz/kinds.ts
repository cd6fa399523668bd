import { edited } from './inputs/kind';
import { forms } from './inputs/subject';
import type { Kind } from './kind';
import { policies } from './policies/kind';
import { secrets } from './secrets/kind';

/** Every kind of input that is fuzzed. */
export const kinds: readonly Kind[] = [policies, ...forms.map(edited), secrets];
