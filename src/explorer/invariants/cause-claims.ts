import type { World } from '../../simulator';
import { allKeys, keyInSecret, secretWorks } from '../model/world-queries';
import type { Notes, RunNotes } from '../model/observations';
import type { Subject } from '../model/subject';

/** What is known, from outside, when an execution says why it failed. */
interface Circumstances {
  readonly world: World;
  readonly start: World;
  readonly notes: Notes;
  readonly run: RunNotes;
  readonly subject: Subject;
  /** The only execution that there is: nobody else can have changed what it tells of. */
  readonly isAlone: boolean;
}

/** Something that a cause may say, and whether it is so. */
interface Claim {
  readonly says: RegExp;
  /** @param id the access key that is spoken of */
  readonly isSo: (id: string, circumstances: Circumstances) => boolean;
}

const key = '(AKIA[A-Z2-7]{16})';
const said = (text: string) => new RegExp(text.replaceAll('KEY', key), 'g');

const isThere = (id: string, { world, subject }: Circumstances) =>
  allKeys(world, subject).some((each) => each.id === id && each.deletedAt === undefined);
const wasHeld = (id: string, { notes, world, subject }: Circumstances) =>
  notes.stored.includes(id) || keyInSecret(world, subject) === id;

const claims: readonly Claim[] = [
  { says: /Nothing was changed|No call was made/g, isSo: (_, { run }) => !run.changed },
  { says: /No key was made/g, isSo: (_, { run }) => !run.made },
  { says: /did not write secret/g, isSo: (_, { run }) => !run.wrote },
  {
    says: /\bsecret (?:\S+ )?is as it was/gi,
    isSo: (_, { world, start, subject }) => keyInSecret(world, subject) === keyInSecret(start, subject),
  },
  { says: said('KEY[^.;]* was deleted\\b'), isSo: (id, circumstances) => !isThere(id, circumstances) },
  {
    says: said('did not delete the former key, KEY'),
    isSo: (id, circumstances) => !circumstances.isAlone || isThere(id, circumstances),
  },
  { says: said('holds access key KEY'), isSo: (id, { world, subject }) => keyInSecret(world, subject) === id },
  {
    says: said('was given access key KEY'),
    isSo: (id, circumstances) => wasHeld(id, circumstances) || !isThere(id, circumstances),
  },
  { says: said('KEY[^.;]* was not stored'), isSo: (id, circumstances) => !wasHeld(id, circumstances) },
  { says: said('KEY, but user \\S+ has no such'), isSo: (id, circumstances) => !isThere(id, circumstances) },
  { says: /former key works on/g, isSo: (_, { world, subject }) => secretWorks(world, subject) },
];

/** What a cause says and is not so, in its own words. */
export function untrue(cause: string, circumstances: Circumstances): string[] {
  return claims.flatMap(({ says, isSo }) =>
    [...cause.matchAll(says)].flatMap(([words, id = '']) =>
      isSo(id, circumstances) ? [] : [id === '' ? words : words.replace(id, 'KEY')],
    ),
  );
}
