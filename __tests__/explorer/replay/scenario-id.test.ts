import fc from '../../fast-check';
import {
  initialWorlds,
  readScenarioId,
  interpretations,
  scenarioIdOf,
  replay,
  type ExploredScenario,
} from '../../../src/explorer';
import { faultKinds } from '../../../src/explorer/model/faults';
import { earliest } from '../../../src/explorer/replay/earliest-times';
import { InputError } from '../../../src/input-error';
import { subjectFor } from '../support';

const event = fc
  .record({
    run: fc.constantFrom(0, 1),
    fault: fc.constantFrom(undefined, 's', ...faultKinds.map(({ id }) => id)),
    stale: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
  })
  .map(({ run, fault, stale }) => ({ kind: fault === 's' ? ('stop' as const) : ('call' as const), run, fault, stale }));

const scenario: fc.Arbitrary<ExploredScenario> = fc.record({
  subject: fc.constantFrom('overlap, refuse', 'delete-first'),
  initialWorld: fc.constantFrom(...initialWorlds),
  interpretation: fc.constantFrom(...interpretations),
  executions: fc.constantFrom(1 as const, 2 as const),
  circumstance: fc.constantFrom(undefined, 'longer-lags' as const, 'redriven' as const, 'slow' as const),
  events: fc.array(event, { maxLength: 8 }),
  then: fc.constantFrom(undefined, 'next-run' as const),
});

describe('a scenario', () => {
  it('is the same when it was written down and read again', () => {
    fc.assert(
      fc.property(scenario, (each) => {
        const read = readScenarioId(scenarioIdOf(each));
        expect({ ...read, events: read.events.filter(({ kind }) => kind !== 'start') }).toEqual(each);
      }),
    );
  });

  it.each([
    '',
    'overlap',
    'overlap+refuse/nothing/sbo/1/1',
    'overlap+refuse/A-it/sbo/3/1',
    'overlap+refuse/A-it/sbo/1/7',
  ])('is not %j', (text) => {
    expect(() => readScenarioId(text)).toThrow(InputError);
  });

  it('that cannot happen is refused, and the event named', () => {
    expect(() => replay(readScenarioId('overlap+refuse/A-it/sbo/1/1.1.2'), subjectFor({}))).toThrow(
      /event 3 of the scenario/,
    );
  });

  it('is shown with its earliest possible times', () => {
    const { events, endings, broken } = replay(
      readScenarioId('overlap+refuse/A-it/sbo/1/1.1.1.1.1.1.1.1.1'),
      subjectFor({}),
    );
    const [, lookAgain, create] = events;
    expect(events.map(({ state }) => state)).toContain('DeletePreviousKey');
    expect(create?.seconds).toBe(lookAgain?.seconds);
    const [stored, deleted] = ['UpdateSecret', 'DeletePreviousKey'].map(
      (name) => events.find(({ state }) => state === name)?.seconds ?? 0,
    );
    expect((deleted ?? 0) - (stored ?? 0)).toBe(86_415);
    expect([endings, broken]).toEqual([[{ run: 0, text: 'execution 1: SUCCEEDED' }], []]);
  });
});

describe('the earliest times', () => {
  it('satisfy every order', () => {
    const orders = [
      { earlier: 0, later: 1, least: 5 },
      { earlier: 1, later: 2, least: 10 },
      { earlier: 0, later: 2, least: 3 },
      { earlier: 2, later: 1, least: -12 },
    ];
    expect(earliest(3, orders)).toEqual([0, 5, 15]);
  });

  it('are none where orders contradict each other', () => {
    const orders = [
      { earlier: 0, later: 1, least: 5 },
      { earlier: 1, later: 0, least: -4 },
    ];
    expect(earliest(2, orders)).toBeUndefined();
  });
});
