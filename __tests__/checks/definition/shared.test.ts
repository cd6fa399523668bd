import { readDefinition, type Definition } from '../../../src/checks/definition/definition';
import { place, withMember } from '../../../src/checks/definition/data/lookup';
import { join, object, shapeOf, type ObjectShape } from '../../../src/checks/definition/data/shape';
import { readModel } from '../../../src/inputs';
import type { Json } from '../../../src/json';
import fc from '../../fast-check';
import { sampleStack } from '../sample';

/** Reads a definition as the only machine of the sample's stack. */
function read(text: string): Definition {
  const stack = sampleStack();
  stack.resource.aws_sfn_state_machine.rotation.definition = text;
  const { resources } = readModel(JSON.stringify(stack), 'input.json');
  const machine = resources.find(({ type }) => type === 'aws_sfn_state_machine');
  if (machine === undefined) throw new Error('the sample has no state machine');
  return readDefinition(machine);
}

const machine = (wait: string, next = 'End'): string =>
  `{"StartAt":"Pause","States":{"Pause":{"Type":"Wait",${wait},"Next":"${next}"},"End":{"Type":"Succeed"}}}`;

describe('what definitions have in common is read once', () => {
  it('one text is one definition', () => {
    expect(read(machine('"Seconds":1'))).toBe(read(machine('"Seconds":1')));
  });

  it('a state that two definitions write alike is one object, another one is not', () => {
    const [pause, end] = read(machine('"Seconds":1')).states;
    const [other, same] = read(machine('"Seconds":2')).states;
    expect(same).toBe(end);
    expect(other).not.toBe(pause);
    expect(other?.state['Seconds']).toBe(2);
  });

  it.each([
    ['null', '"Seconds":null', '"Seconds":1e999'],
    ['a number beyond all bounds', '"Seconds":1e999', '"Seconds":null'],
  ])('the text of a state does not take %s for what is written like it', (_, first, second) => {
    read(machine(first));
    expect(read(machine(second)).states[0]?.state['Seconds']).toBe(second.includes('null') ? null : Infinity);
  });

  it('a state that was read before is judged by the names of its own definition', () => {
    expect(read(machine('"Seconds":3')).problems).toEqual([]);
    const without = machine('"Seconds":3').replace('"End":{', '"Ending":{');
    expect(read(without).problems).toMatchObject([{ state: 'Pause', doubt: 'data' }]);
  });

  it('a state that was read before has its problems in the next definition too', () => {
    const problems = read(machine('"Seconds":-1')).problems;
    expect(problems).toHaveLength(1);
    expect(read(machine('"Seconds":-1,"Comment":"another text"', 'End')).problems).toEqual(problems);
  });
});

describe('a definition that differs from an earlier one in one place', () => {
  const members = ['Type', 'Next', 'Seconds', 'Comment', 'Choices', 'Variable', 'End'];
  const values = fc.constantFrom<Json>(
    null,
    0,
    -0,
    1,
    Infinity,
    true,
    'x',
    'End',
    [],
    {},
    [1],
    { a: 1, b: 2 },
    { b: 2, a: 1 },
  );
  const state = fc.dictionary(fc.constantFrom(...members), values, { maxKeys: 4 });
  /** Members in other orders are other texts. */
  const states = fc.array(fc.tuple(fc.constantFrom('Pause', 'End', 'More'), state), { maxLength: 3 });
  const textOf = (all: readonly (readonly [string, Json])[]) =>
    JSON.stringify({ StartAt: 'Pause', States: Object.fromEntries(all) }).replaceAll(':null', ':1e999');

  it('has its own states, letter for letter, and the problems that it has alone', () => {
    fc.assert(
      fc.property(states, states, (first, second) => {
        read(textOf(first));
        const { states: found, problems } = read(textOf(second));
        const written = JSON.parse(textOf(second)) as { States: Record<string, object> };
        expect(found.map(({ name, state: own }) => [name, Object.entries(own)])).toEqual(
          Object.entries(written.States).map(([name, own]) => [name, Object.entries(own)]),
        );
        read(textOf(['Pause', 'End', 'More'].map((name) => [name, { Type: 'Other' }])));
        // Another text, with other states before it: nothing of it was read before.
        expect(problems).toEqual(read(`${textOf(second)} `).problems);
      }),
    );
  });
});

describe('a member that is replaced', () => {
  const value = { a: { b: { c: 1 } }, d: [1, 2], e: 'text' };
  const data = shapeOf(value) as ObjectShape; // the shape of an object

  it.each([
    ['the deepest one by a flat one', { ...value, a: 1 }, 'a'],
    ['a flat one by the deepest', { ...value, e: { f: { g: { h: 1 } } } }, 'e'],
    ['none by a new one', { ...value, i: [[1]] }, 'i'],
  ] as const)('%s leaves size and depth as a new object has them', (_, changed, name) => {
    const { members } = shapeOf(changed) as ObjectShape; // the shape of an object
    const member = members.get(name);
    if (member === undefined) throw new Error(`there is no ${name}`);
    expect(withMember(data, name, member.shape)).toEqual(object(new Map(data.members).set(name, member), true));
  });

  it('is anything where the data become too deep', () => {
    const names = Array.from({ length: 13 }, (_, index) => `deep${index}`);
    expect(place(names, data, shapeOf(1)).shape).toEqual({ kind: 'anything' });
  });
});

describe('what two objects have in common', () => {
  it('is the first itself if the other adds nothing', () => {
    const one = shapeOf({ a: 1, b: 'x' });
    expect(join(one, shapeOf({ b: 'y', a: 1 }))).toBe(one);
  });

  it('has no member that only one open object has, and an unsure one that a closed one does not have', () => {
    const one = object(new Map([['a', { shape: shapeOf(1), isSure: true }]]), true);
    const open = object(new Map(), false);
    expect(join(one, open)).toEqual(object(new Map(), false));
    expect(join(one, object(new Map(), true))).toEqual(
      object(new Map([['a', { shape: shapeOf(1), isSure: false }]]), true),
    );
  });
});
