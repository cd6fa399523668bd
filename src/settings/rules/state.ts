import type { Draft } from '../draft';
import type { Places, Problem, SettingPath } from '../path';
import { stateOf } from '../state';

/** Arguments that locate a state in a backend; two states with equal ones would be the same state. */
const places: Readonly<Record<string, readonly string[]>> = {
  local: ['path', 'workspace_dir'],
  s3: ['bucket', 'key'],
};

/** Environments that would overwrite each other's state: each plan would destroy the resources of the other. */
export function stateProblems(all: Draft, named: Places): Problem[] {
  const first = new Map<string, number>();
  return (all.environments ?? []).flatMap((environment, index): Problem[] => {
    const written = environment?.state ?? all.state;
    if (environment?.name === undefined || written === undefined) return [];
    const { name, accountId = '' } = environment;
    const { backend, arguments: own } = stateOf(written, { name, accountId });
    const isApart = backend === 'none' || (backend === 'local' && own['path'] === undefined);
    if (isApart) return [];
    const names = places[backend] ?? Object.keys(own).sort();
    const place = JSON.stringify([backend, ...names.map((name) => [name, own[name]])]);
    const before = first.get(place);
    if (before === undefined) {
      first.set(place, index);
      return [];
    }
    const path: SettingPath = environment.state === undefined ? ['state'] : ['environments', index, 'state'];
    return [
      {
        path,
        text: `${named.textOf(['environments', before])} and ${named.textOf(['environments', index])} would share one state; ${apart(backend)}`,
      },
    ];
  });
}

function apart(backend: string): string {
  if (backend === 's3') return 'write {environment} into "key", or leave "key" out';
  return `write {environment} into an argument that locates the state${backend === 'local' ? ', such as "path"' : ''}, or a separate state for each environment`;
}
