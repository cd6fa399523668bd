import { counted } from '../../text/duration';
import type { MachineChange } from '../machines/machines';
import type { ChangedField } from '../machines/state-changes';
import { listOf, say, type Block, type Item, type Phrase } from './parts';

/** The changes of one state machine. */
export function machineBlocks(machine: MachineChange): Block[] {
  const items = [...stateItems(machine), ...settingItems(machine)];
  return items.length === 0 ? [] : [{ kind: 'items', title: say`State machine ${machine.name}`, items }];
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
