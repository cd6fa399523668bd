import { canonicalForm } from '../../src/checks/shards/canonical';
import type { DefinedState, Definition } from '../../src/checks/definition/definition';
import { readDefinition } from '../../src/checks/definition/definition';
import { resourceFrom } from '../../src/model';
import fc from '../fast-check';
import { sharded, userName } from './sharded';

/** The form of a state that names no pair is kept for all machines. It is the form that the state has among states that name some. */
const pairs = Array.from({ length: 4 }, (_, index) => ({
  userName: userName(index * 2),
  secretName: `${userName(index * 2)}/aws`,
}));
const written: string = sharded(8, 2).stack.locals.shards['00'].definition;
const definition = JSON.parse(written.replaceAll('$${', '${')) as { States: object };

function read(states: object): Definition {
  const values = { definition: JSON.stringify({ ...definition, States: states }) };
  const [type, name] = ['aws_sfn_state_machine', 'one'];
  return readDefinition(resourceFrom({ address: `${type}.${name}`, type, name, values, pointer: '' }));
}

/** A member that names two pairs: a state that has it belongs to none of them alone, and its form is worked out with the pairs. */
const mark = { zz: pairs.slice(0, 2).map(({ userName: one }) => ({ userName: one })) };

const namesNone = (state: unknown): boolean =>
  !pairs.some((pair) => Object.values(pair).some((text) => JSON.stringify(state).includes(JSON.stringify(text))));

const marked = (states: object): object =>
  Object.fromEntries(
    Object.entries(states).map(([name, state]: [string, object]) => [
      name,
      namesNone(state) ? { ...state, ...mark } : state,
    ]),
  );

const formOf = (states: object, own = pairs): Record<string, string> =>
  Object.fromEntries(
    [...canonicalForm(read(states), own).states].map(([name, form]) => [name, form.replace(/,"zz":\[.*?\]/, '')]),
  );

const names = Object.keys(definition.States);
const texts = [...pairs.flatMap((pair) => Object.values(pair)), 'user-99999', '$.userName'];

it('a state has the form that it has when it names pairs, after any change of one state', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...names),
      fc.constantFrom('userName', 'SecretId', 'StringEquals', 'more'),
      fc.constantFrom(...texts),
      (name, member, text) => {
        const state = { ...(definition.States as Record<string, DefinedState['state']>)[name], [member]: text };
        const states = { ...definition.States, [name]: state };
        expect(formOf(states)).toEqual(formOf(marked(states)));
      },
    ),
  );
});

it('a state that names a pair of one machine names none of another', () => {
  const others = pairs.map((_, index) => ({ userName: `user-9${index}`, secretName: `user-9${index}/aws` }));
  const before = formOf(definition.States);
  expect(formOf(definition.States, others)['CheckInput']).not.toBe(before['CheckInput']);
  expect(formOf(definition.States)).toEqual(before);
});
