import type { Account, Answer, Call, Execution, World } from '../../simulator';
import type { CallOutcome, Progress, Speed } from './progress';

/** The effect of a call on a world, and the answer; 'as usual' if it makes no difference that the call sees keys as they were. */
export type CallEffect = { readonly world: World; readonly answer: Answer } | 'as usual';

/** The circumstances of a call that decide, with the world and the call, what it does. */
interface CallView {
  /** The indexes of the keys that the call sees as they were before their last change. */
  readonly stale: readonly number[];
  /** The order of the keys in a list. */
  readonly listed: string;
  readonly date: number;
}

interface KnownEffect extends CallView {
  readonly effect: CallEffect;
}

/**
 * The progress of executions and the effects of calls, each computed once. An execution and the embedded AWS are deterministic. Equal values
 * are one object (hash-consing), so that a step of the search is found by the identity of what it starts from.
 *
 * Equal means equal as far as the search can tell: the number of an execution's events does not count, and its own times only if it takes as
 * long as it can; mails that were sent do not count, because no call reads them.
 */
export class Memory {
  private readonly begun = new Map<string, Progress>();
  private readonly executions = new Map<string, Execution>();
  private readonly resumed = new WeakMap<Execution, Map<CallOutcome, Progress>>();
  private readonly calls = new Map<string, Call>();
  private readonly answers = new Map<string, Answer>();
  private readonly accounts = new Map<string, Map<string, World>>();
  private readonly worlds = new WeakMap<Account, Map<string, World>>();
  private readonly effects = new WeakMap<World, Map<Call, KnownEffect[]>>();

  constructor(private readonly speed: Speed) {}

  /** The progress of an execution that has just begun. */
  begin(name: string, start: () => Progress): Progress {
    const known = this.begun.get(name) ?? this.sharedProgress(start());
    this.begun.set(name, known);
    return known;
  }

  /** The progress of an execution after the outcome of its call. */
  resume(execution: Execution, outcome: CallOutcome, resume: () => Progress): Progress {
    const known = this.resumed.get(execution) ?? new Map<CallOutcome, Progress>();
    this.resumed.set(execution, known);
    const progress = known.get(outcome) ?? this.sharedProgress(resume());
    known.set(outcome, progress);
    return progress;
  }

  /** The effect of a call on a world. */
  effect(world: World, call: Call, view: CallView, make: () => CallEffect): CallEffect {
    const ofWorld = this.effects.get(world) ?? new Map<Call, KnownEffect[]>();
    this.effects.set(world, ofWorld);
    const all = ofWorld.get(call) ?? [];
    ofWorld.set(call, all);
    const known = all.find((each) => isSame(each, view));
    if (known !== undefined) return known.effect;
    const made = make();
    const effect =
      made === 'as usual'
        ? made
        : { world: this.worldAfter(world, made.world), answer: this.sharedAnswer(made.answer) };
    all.push({ ...view, effect });
    return effect;
  }

  /** The one world that is equal to a world. */
  sharedWorld(world: World): World {
    const { account, users, secrets, seed } = world;
    const ofAccount =
      this.worlds.get(account) ?? shared(this.accounts, JSON.stringify(account), new Map<string, World>());
    this.worlds.set(account, ofAccount);
    return shared(ofAccount, JSON.stringify([users, secrets, seed]), world);
  }

  /** A progress whose execution is the one that is equal to it. */
  sharedProgress({ execution, timing }: Progress): Progress {
    return { execution: this.sharedExecution(execution), timing };
  }

  private sharedExecution(execution: Execution): Execution {
    const { name, input, seed, state, data, attempts, phase, startedAt, enteredAt } = execution;
    const what = phase.kind === 'calling' ? phase.call : phase.kind === 'ended' ? phase.result : phase;
    const own = this.speed === 'slow' ? [startedAt, enteredAt, 'since' in phase ? phase.since : 0] : [];
    const text = JSON.stringify([name, input, seed, state, data, attempts, phase.kind, what, own]);
    const known = this.executions.get(text);
    if (known !== undefined) return known;
    const kept = phase.kind === 'calling' ? { ...execution, phase: this.withSharedCall(phase) } : execution;
    this.executions.set(text, kept);
    return kept;
  }

  private withSharedCall<Phase extends { readonly call: Call }>(phase: Phase): Phase {
    return { ...phase, call: shared(this.calls, JSON.stringify(phase.call), phase.call) };
  }

  /** The world after a call. A call that changes no key and no secret leaves the world as it was. */
  private worldAfter(before: World, after: World): World {
    const isChanged = before.users !== after.users || before.secrets !== after.secrets;
    return isChanged ? this.sharedWorld({ ...after, mails: before.mails }) : before;
  }

  private sharedAnswer(answer: Answer): Answer {
    return shared(this.answers, JSON.stringify(answer), answer);
  }
}

function isSame(one: CallView, other: CallView): boolean {
  return (
    one.date === other.date &&
    one.listed === other.listed &&
    one.stale.length === other.stale.length &&
    one.stale.every((key, index) => key === other.stale[index])
  );
}

/** Returns the value that is known under a text; if there is none, the given one, which is known from then on. */
function shared<Value>(known: Map<string, Value>, text: string, value: Value): Value {
  const former = known.get(text);
  if (former !== undefined) return former;
  known.set(text, value);
  return value;
}
