import { executionName } from '../../src/operations/execution-names';
import { candidatesFor, runningByTime, type Running, type Trace } from '../../src/operations/running';
import { ago, environmentOf, execution } from './facts';

describe('the execution of a user', () => {
  const environment = environmentOf({}, ['alice', 'bob']);
  const own = execution(executionName('alice', 'x'), 'RUNNING', 9);
  const other = execution(executionName('bob', 'x'), 'RUNNING', 9);
  const unnamed = (days: number) => execution(`uuid-${days}`, 'RUNNING', days);

  test('is the one whose name shows the user', () => {
    expect(candidatesFor(environment, 'alice', [unnamed(9.001), other, own], ago(9))).toEqual([own]);
  });

  test('or one that can have created the newest key, or will create one', () => {
    const all = [unnamed(20), unnamed(9.005), unnamed(1), other];
    expect(candidatesFor(environment, 'alice', all, ago(9))).toEqual([unnamed(9.005), unnamed(1)]);
    expect(candidatesFor(environment, 'alice', all, undefined)).toHaveLength(3);
  });

  describe('without its name', () => {
    const at = ago(9);
    const creates = (id: string, from: number, to: number | undefined): Trace => ({
      execution: execution(id, 'RUNNING', 9.005),
      visits: [
        { state: 'ListAccessKeys', from: from - 1000, to: from },
        { state: 'CreateAccessKey', from, to },
      ],
    });
    const ids = (running: Running) =>
      running.kind === 'unknown' ? running.candidates.map(({ execution: { name }, why }) => [name, why]) : running;

    test('is the one that was creating a key when the newest key was created', () => {
      const own = creates('own', at - 300, at + 900);
      const running = runningByTime([creates('other', at + 60_000, at + 61_000), own], at);
      expect(running).toEqual({ kind: 'found', execution: own.execution, by: 'time' });
    });

    test('is not one that created its key at another time', () => {
      expect(runningByTime([creates('other', at + 60_000, at + 61_000)], at)).toEqual({ kind: 'none' });
      expect(runningByTime([], at)).toEqual({ kind: 'none' });
    });

    test('can be one of two that created a key in the same second', () => {
      const two = [creates('one', at - 300, at + 900), creates('two', at, at + 100)];
      expect(ids(runningByTime(two, at))).toEqual([
        ['one', 'same-time'],
        ['two', 'same-time'],
      ]);
    });

    test('can be one that has created no key yet, or is about to', () => {
      const early: Trace = { execution: execution('early', 'RUNNING', 9.001), visits: [] };
      expect(ids(runningByTime([early], at))).toEqual([['early', 'no-key-yet']]);
      expect(ids(runningByTime([creates('under way', at + 60_000, undefined)], at))).toEqual([
        ['under way', 'no-key-yet'],
      ]);
      // It runs next to the one that is found.
      expect(runningByTime([early, creates('own', at, at + 900)], at)).toMatchObject({ kind: 'found' });
    });

    test('is not known if a history cannot be read', () => {
      const hidden: Trace = { execution: execution('hidden', 'RUNNING', 9.001), visits: undefined };
      expect(ids(runningByTime([hidden, creates('own', at, at + 900)], at))).toEqual([
        ['hidden', 'unreadable'],
        ['own', 'same-time'],
      ]);
    });
  });
});
