import type { Contract } from '../../checks';
import type { Block, Mark, Phrase } from '../../html';
import { accessBlocks } from '../../report/access-block';
import { roleBlocks } from '../../report/role-blocks';
import type { Change } from '../../report/since';
import { counted } from '../../text/duration';
import type { AuditFinding, EnvironmentAudit, PartName, PartVerdict, Parts } from '../document';
import { shownFindings } from '../shown-findings';
import { keyBlocks } from './keys';
import { plainList, verdictMarks } from './overview';
import { controlBlocks, rotationBlocks } from './tables';

/** Data that the blocks of a part need in addition to the audit. */
interface Around {
  /** The time of the audit. */
  readonly at: string;
  readonly contracts: readonly Contract[];
  /** Changes since an earlier document; undefined if the call names none, or if it does not show the roles. */
  readonly since: readonly Change[] | undefined;
}

/** A part: its verdict, its findings and its facts. */
export function partBlocks(name: PartName, audit: EnvironmentAudit, { at, contracts, since }: Around): Block[] {
  const { parts } = audit;
  const { verdict } = parts[name];
  const verdictText: Block = { kind: 'list', items: [{ mark: verdictMarks[verdict], text: [verdictWords[verdict]] }] };
  // The rows of the controls say the same as their findings.
  const found = name === 'controls' ? [] : shownFindings(parts[name], audit).map(findingBlock);
  return [verdictText, ...found, ...factsOf(name, parts, { at, contracts, since })];
}

const verdictWords: Readonly<Record<PartVerdict, string>> = {
  pass: 'Everything is known, and nothing is wrong.',
  fail: 'There is a problem.',
  undecided: 'Something is not known.',
  'not-judged': 'No answer shows it, so it changes no verdict.',
};

const gravityMarks: Readonly<Record<AuditFinding['gravity'], Mark>> = {
  problem: { tone: 'bad', word: 'problem' },
  unknown: { tone: 'warning', word: 'not known' },
  note: { tone: 'neutral', word: 'note' },
};

function findingBlock({ gravity, kind, message, remedy }: AuditFinding): Block {
  return {
    kind: 'finding',
    mark: gravityMarks[gravity],
    title: [kind],
    sentences: [{ name: 'Problem', text: [message] }, ...(remedy === null ? [] : [{ name: 'Fix', text: [remedy] }])],
  };
}

function factsOf(name: PartName, parts: Parts, around: Around): Block[] {
  switch (name) {
    case 'roles':
      return roleBlocksOf(parts, around);
    case 'keys':
      return keyBlocks(parts.keys, around.at);
    case 'drift': {
      const text: Phrase = [`${counted(parts.drift.compared, 'resource')} compared with what the settings make.`];
      const left = parts.drift.notCompared;
      return [{ kind: 'text', text }, ...(left.length === 0 ? [] : [plainList('Not compared', left)])];
    }
    case 'rotations':
      return rotationBlocks(parts);
    case 'controls':
      return controlBlocks(parts);
    default:
      return [];
  }
}

/** Each role with its permissions next to the lines of its contract, and what a new key of each user can do. */
function roleBlocksOf({ roles: { report } }: Parts, { contracts, since }: Around): Block[] {
  return (report?.checks ?? []).flatMap((check) => [
    ...check.roles.flatMap((role) => roleBlocks(role, check, contracts, since)),
    ...accessBlocks(check),
  ]);
}
