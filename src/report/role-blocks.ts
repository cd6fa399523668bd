import type { Check, Contract, PermissionRow } from '../checks';
import type { Block, Cell, Phrase } from '../html';
import { grouped } from '../text/grouped';
import { verdictMarks } from './finding-blocks';
import { countsOfActions, granterOf, lineOf } from './formats/words';
import { permissionInWords, type Change } from './since';

/**
 * The rights of a role, each permission next to the line of its contract.
 * @param changes what changed since an earlier document: then a column says which permissions are new, and rows show those that are gone
 */
export function roleBlocks(
  role: Check['roles'][number],
  check: Check,
  contracts: readonly Contract[],
  changes?: readonly Change[],
): Block[] {
  const own = check.permissions.filter((row) => row.role === role.name);
  const since = changes?.filter(({ part, subject }) => part === 'permission' && subject === role.name);
  const used: Phrase = role.machine === null ? [] : [', used by state machine ', { name: role.machine }];
  const title: Phrase = ['Role ', { name: role.name }, ...used, countsOfActions(own)];
  const contract = contracts.find(({ name }) => name === role.contract);
  const trust: Block = {
    kind: 'text',
    text: ['Contract ', { name: role.contract }, ' lets it be assumed by ', { name: role.trusts }, '.'],
  };
  if (own.length === 0) return [{ kind: 'text', text: [...title, ': no known permission.'] }, trust];
  const columns = [
    'Actions',
    'Resources',
    'Conditions',
    'Line of the contract',
    ...(since === undefined ? [] : ['Since']),
  ];
  const added = new Set(since?.map(({ after }) => after));
  const isNew = (row: PermissionRow): boolean => added.has(permissionInWords(row));
  const groups = groupsOf(own, isNew);
  const rows = groups.map((group) => [
    ...groupCells(group, contract),
    ...(since === undefined ? [] : [sinceCell(group.some(isNew))]),
  ]);
  const gone = since?.filter(({ kind }) => kind === 'removed').map(goneCells) ?? [];
  return [{ kind: 'table', title, columns, rows: [...rows, ...gone] }, trust];
}

/** Permissions that differ only in their actions and resources, as every action on every resource. */
function groupsOf(rows: readonly PermissionRow[], isNew: (row: PermissionRow) => boolean): PermissionRow[][] {
  const byAction = grouped(rows, (row) => [
    [row.action, row.by, row.conditions, row.contractLine, row.verdict],
    row.by === 'identity' ? '' : row.address,
    isNew(row),
  ]);
  return grouped(byAction, (group) => {
    const [first] = group;
    const same = first && [
      first.by,
      first.conditions,
      first.contractLine,
      first.verdict,
      granterOf(first),
      isNew(first),
    ];
    return [same, group.map(({ resource }) => resource)];
  }).map((groups) => groups.flat());
}

function groupCells(group: readonly PermissionRow[], contract: Contract | undefined): Cell[] {
  const [first] = group;
  if (first === undefined) return [];
  const distinct = (of: (row: PermissionRow) => string): Cell => names([...new Set(group.map(of))]);
  return [
    distinct(({ action }) => action),
    distinct(({ resource }) => resource),
    first.conditions.length === 0 ? cell('none') : names(first.conditions),
    contractCell(first, contract),
  ];
}

/** The line of the contract with what it says, or what the permission is without a line. */
function contractCell(permission: PermissionRow, contract: Contract | undefined): Cell {
  const { verdict, by, contractLine } = permission;
  const granter = granterOf(permission);
  const after: Phrase[] = granter === undefined ? [] : [[granter]];
  if (verdict === 'outside')
    return { mark: { tone: 'bad', word: 'outside' }, lines: [['no line allows it'], ...after] };
  if (verdict !== 'inside') return { mark: verdictMarks.note, lines: [[lineOf(permission)], ...after] };
  const line = (by === 'identity' ? contract?.identity : contract?.resourcePolicies)?.find(
    ({ index }) => index === contractLine,
  );
  const said: Phrase[] =
    line === undefined
      ? []
      : [
          ...line.actions.map((name): Phrase => [{ name }]),
          ...('resources' in line ? line.resources : []).map((name): Phrase => ['on ', { name }]),
          ...line.conditions.map(({ operator, key, values }): Phrase => [
            'if ',
            { name: `${operator} ${key} ${JSON.stringify(values)}` },
          ]),
        ];
  return { mark: { tone: 'good', word: lineOf(permission) }, lines: [...said, ...after] };
}

function sinceCell(isNew: boolean): Cell {
  return isNew ? { mark: { tone: 'warning', word: 'new or changed' }, lines: [] } : cell('as before');
}

/** A permission that the earlier document had. */
function goneCells({ before }: Change): Cell[] {
  return [names([before ?? '']), cell(''), cell(''), cell(''), { mark: { tone: 'neutral', word: 'gone' }, lines: [] }];
}

function cell(text: string): Cell {
  return { lines: [[text]] };
}

function names(texts: readonly string[]): Cell {
  return { lines: texts.map((name) => [{ name }]) };
}
