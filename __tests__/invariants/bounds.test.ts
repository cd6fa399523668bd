import type { CallMoment, Fault } from '../../src/simulator';
import { buildWorkflow, strategies, traitsOf, workflowBounds } from '../../src/workflow';
import { workflowOptions } from '../workflow/options';
import { tell } from './stories';
import { beginnings, worldOf } from './worlds';

const [, oneKey] = beginnings;
if (oneKey === undefined) throw new Error('there is no world with one key');

/** Every call hangs until its timeout, up to the last attempt that its retriers allow; UpdateSecret takes effect unheard. */
function slow({ state, attempt }: CallMoment): Fault | undefined {
  const hang = { kind: 'timeout', takesEffect: state === 'UpdateSecret' } as const;
  if (state === 'CreateAccessKey') return undefined;
  if (state === 'UpdateSecret') return hang;
  return attempt <= (state === 'AskWhetherStored' ? 5 : 3) ? hang : undefined;
}

describe.each(strategies)('as slow as it can be, a run of %s', (strategy) => {
  const definition = buildWorkflow(workflowOptions({ strategy }));
  const bounds = workflowBounds(definition);
  // Lists that do not show the new key for a while make the run look three times.
  const story = tell(
    { strategy, definition },
    { before: worldOf(oneKey, { lags: { listSeconds: 300 } }), faults: slow },
  );
  const at = (state: string) =>
    story.trace.flatMap((entry) => (entry.kind === 'entered' && entry.state === state ? [entry.time / 1000] : []));

  it('succeeds all the same', () => {
    expect(story.ended.map(({ status }) => status)).toEqual(['SUCCEEDED']);
  });

  it('has stored its key within the time that others wait for it', () => {
    const [created = 0] = at('CreateAccessKey');
    const [stored = Infinity] = at('Forget');
    expect(stored - created).toBeLessThanOrEqual(bounds.waitForOthersSeconds);
    // Jitter and margins are all that lies between: the bound is not drawn from the air.
    expect(stored - created).toBeGreaterThan(bounds.waitForOthersSeconds / 2);
  });

  it('ends within the bound of a run next to its grace period', () => {
    const [only] = story.ended;
    const seconds = ((only?.endedAt ?? Infinity) - (only?.startedAt ?? 0)) / 1000;
    const grace = traitsOf(strategy).hasGracePeriod ? workflowOptions().gracePeriodSeconds : 0;
    expect(seconds - grace).toBeLessThanOrEqual(bounds.runSeconds);
  });
});
