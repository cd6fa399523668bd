import { initialWorlds, defaultInterpretation } from '../../../src/explorer/model/initial-worlds';
import { Memory } from '../../../src/explorer/model/memory';
import { invariantsOf } from '../../../src/explorer/invariants/invariants';
import { keyOf } from '../../../src/explorer/invariants/kinds';
import { searchContext } from '../../../src/explorer/search/context';
import { explore, initialStateOf } from '../../../src/explorer/search/explore';
import { worldKey } from '../../../src/explorer/search/state-key';
import { runsAll } from '../../effort';
import { subjectFor } from '../support';

/** Shares nothing: every step of an execution and every call is computed again, and no two objects are one. */
class NoMemory extends Memory {
  override begin: Memory['begin'] = (_, start) => start();
  override resume: Memory['resume'] = (_, __, resume) => resume();
  override effect: Memory['effect'] = (_, __, ___, make) => make();
  override sharedWorld: Memory['sharedWorld'] = (world) => world;
  override sharedProgress: Memory['sharedProgress'] = (progress) => progress;
}

const subject = subjectFor({ strategy: 'delete-first' });

function found(id: string, executions: 1 | 2, faults: number, memory: Memory) {
  const initialWorld = initialWorlds.find((each) => each.id === id);
  if (initialWorld === undefined) throw new Error(`there is no world ${id}`);
  const start = initialStateOf({ initialWorld, interpretation: defaultInterpretation, executions, faults }, subject);
  const context = searchContext(subject, defaultInterpretation, memory);
  const { counterexamples, ends } = explore(start, context, invariantsOf(subject));
  return {
    violations: counterexamples
      .map(({ violation, faults: count, events }) => [keyOf(violation), count, events.length])
      .sort(),
    ends: ends.map(({ world }) => worldKey(world, subject)).sort(),
  };
}

const cases = [
  ['A-it', 1, 1],
  ['AA-neither', 1, 1],
  ['0-neither', 2, 0],
  ...(runsAll
    ? ([
        ['AA-newer', 1, 2],
        ['0-neither', 2, 1],
      ] as const)
    : []),
] as const;

test.each(cases)(
  'what is found from %s by %i executions with %i faults does not depend on what is shared',
  (id, executions, faults) => {
    const shared = found(id, executions, faults, new Memory(subject.speed));
    expect(shared).toEqual(found(id, executions, faults, new NoMemory(subject.speed)));
    expect(shared.ends.length).toBeGreaterThan(1);
  },
);

test('a memory that knows other searches finds the same', () => {
  const memory = new Memory(subject.speed);
  for (const { id } of initialWorlds.slice(0, 8)) found(id, 1, 1, memory);
  expect(found('A-it', 1, 1, memory)).toEqual(found('A-it', 1, 1, new Memory(subject.speed)));
});
