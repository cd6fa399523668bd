import { counted } from '../../text/duration';
import type { MachineChange } from '../machines/machines';
import type { ChangedField } from '../machines/state-changes';
import { listOf, names, say, type Block, type Item, type Phrase } from './parts';
import { sharedLines } from './same-lines';

/** The changes of the state machines. Those of several machines, such as all shards, are said once. */
export function machineBlocks(machines: readonly MachineChange[]): Block[] {
  const shared = sharedLines(machines, (machine) => [...stateItems(machine), ...settingItems(machine)]);
  return shared.map(({ holders, lines }) => ({ kind: 'items', title: titleOf(holders), items: lines }));
}

function titleOf(machines: readonly MachineChange[]): Phrase {
  const all = machines.map(({ name }) => name);
  return say`${[all.length === 1 ? 'State machine' : 'State machines']} ${names(all, 5)}`;
}

function stateItems({ states, action }: MachineChange): Item[] {
  switch (states.kind) {
    case 'compared':
      return [
        ...states.added.map(({ name, type }): Item => ({ sign: 'added', text: say`state ${name} (${[type]})` })),
        ...states.removed.map(({ name, type }): Item => ({ sign: 'removed', text: say`state ${name} (${[type]})` })),
        ...states.changed.map(({ name, fields }): Item => ({
          sign: 'changed',
          text: say`state ${name}: ${fieldsText(fields)}`,
        })),
        ...(states.fields.length === 0
          ? []
          : [{ sign: 'changed', text: say`the definition itself: ${fieldsText(states.fields)}` } satisfies Item]),
      ];
    case 'one-side':
      return [
        {
          sign: action === 'destroyed' ? 'removed' : action === 'created' ? 'added' : 'note',
          text: [counted(states.count, 'state')],
        },
      ];
    case 'sensitive':
      return states.isChanged
        ? [{ sign: 'changed', text: ['its definition is marked sensitive, so its states are not shown'] }]
        : [];
    case 'unreadable':
      return [{ sign: 'note', text: say`its definition cannot be read: ${[states.problem]}` }];
  }
}

function settingItems({ settings }: MachineChange): Item[] {
  return settings.map((name) => ({ sign: 'changed', text: say`argument ${name}` }));
}

const mostFields = 8;

function fieldsText(fields: readonly ChangedField[]): Phrase {
  const shown = listOf(fields.slice(0, mostFields).map(fieldText));
  return fields.length > mostFields ? [...shown, ` and ${counted(fields.length - mostFields, 'more field')}`] : shown;
}

function fieldText({ field, before, after }: ChangedField): Phrase {
  if (before === undefined && after === undefined) return say`${field}`;
  const shown = (value: string | undefined): Phrase => (value === undefined ? ['none'] : [{ name: value }]);
  return say`${field} ${shown(before)} → ${shown(after)}`;
}
