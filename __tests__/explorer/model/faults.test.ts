import { defaultInterpretation } from '../../../src/explorer';
import { faultKind, faultKinds, faultOf, faultsAt, stopped } from '../../../src/explorer/model/faults';
import { searchContext } from '../../../src/explorer/search/context';
import { initialStateOf } from '../../../src/explorer/search/explore';
import { isOver } from '../../../src/explorer/search/global-state';
import { stepsFrom } from '../../../src/explorer/search/steps';
import { caseOf, subjectFor } from '../support';

const ids = [...faultKinds.map(({ id }) => id), stopped.id];

/** The letters are part of the ids of scenarios that people have noted. */
it('has a letter for each fault, which stays', () => {
  expect(ids).toEqual(['f', 'l', 't', 'n', 'e', 'r', 'a', 'd', 'v', 'q', 'i', 'k', 's']);
});

it('lets every fault be met on the way of a rotation', () => {
  const subject = subjectFor({});
  const context = searchContext(subject, defaultInterpretation);
  const met = new Set<string>();
  for (let state = initialStateOf(caseOf('A-it'), subject); !isOver(state);) {
    const steps = [...stepsFrom(state, context)];
    for (const { event } of steps) if (event.fault !== undefined) met.add(event.fault);
    const next = steps.find(({ event }) => event.fault === undefined);
    if (next === undefined) throw new Error('the execution neither goes on nor ends');
    state = next.after;
  }
  expect([...met].sort()).toEqual([...ids].sort());
});

describe('a fault of the simulator', () => {
  it.each([
    ['f', { kind: 'fail-before', error: 'Iam.SdkClientException' }],
    ['l', { kind: 'lose-answer', error: 'Iam.SdkClientException' }],
    ['t', { kind: 'fail-before', error: 'Iam.IamException' }],
    ['n', { kind: 'timeout', takesEffect: false }],
    ['e', { kind: 'timeout', takesEffect: true }],
    ['d', { kind: 'fail-before', error: 'Iam.IamException' }],
    ['i', { kind: 'repeat' }],
  ])('%s', (id, fault) => {
    const kind = faultKind(id);
    expect(kind && faultOf(kind, { action: 'iam:CreateAccessKey' })).toMatchObject(fault);
  });
});

it('is met only where it makes a difference', () => {
  const at = (action: string, isRetried: boolean) =>
    faultsAt(action, isRetried)
      .map(({ id }) => id)
      .join('');
  expect([at('iam:ListAccessKeys', true), at('iam:ListAccessKeys', false)]).toEqual(['fltnerad', 'fltned']);
  expect([at('ses:SendEmail', true), at('ses:SendEmail', false)]).toEqual(['fltneradvq', 'fltnedv']);
  expect([at('iam:CreateAccessKey', false), at('secretsmanager:UpdateSecret', false)]).toEqual(['fltnedi', 'fltnedik']);
});
