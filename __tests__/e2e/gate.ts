import { apiNameIn, Relay, type SentRequest } from './relay';

export type { SentRequest } from './relay';

/** What is done with a call on its way: it goes through, the way is cut before it, or cut before its answer comes back. */
export type Passage = 'open' | 'cut' | 'answer-lost';

/**
 * The way between programs and an emulator. It can be cut at a call, so that the emulator cannot be reached from then on and forgets nothing,
 * and be fixed.
 */
export class Gate {
  /** The calls that came through, such as `CreateRole`. */
  readonly passed: string[] = [];
  /** Decides of each call. */
  passage: (call: string) => Passage | Promise<Passage> = () => 'open';
  /** Hears each request that comes through. */
  heard: (request: SentRequest) => void = () => undefined;
  private isCut = false;
  private relay: Relay | undefined;

  static async before(target: string): Promise<Gate> {
    const gate = new Gate();
    gate.relay = await Relay.start(target, async (request) => {
      const call = callOf(request);
      const passage = gate.isCut ? 'cut' : await gate.passage(call);
      if (passage !== 'open') gate.isCut = true;
      if (passage === 'cut') return { kind: 'cut' };
      gate.passed.push(call);
      gate.heard(request);
      return { kind: passage === 'open' ? 'pass' : 'lose-answer' };
    });
    return gate;
  }

  get url(): string {
    return this.relay?.url ?? '';
  }

  /** Everything goes through again. */
  mend(): void {
    this.passage = () => 'open';
    this.isCut = false;
  }

  /** Resolves when no call is on its way, also of those that nobody waits for any more. */
  async quiet(): Promise<void> {
    await this.relay?.quiet();
  }

  /** What has come through so far that makes, changes or deletes something. */
  get changes(): readonly string[] {
    return this.passed.filter((call) => !/^(?:Get|List|Describe|Validate)/.test(call));
  }

  async stop(): Promise<void> {
    await this.relay?.stop();
  }
}

function callOf(request: SentRequest): string {
  const { method, url } = request;
  const name = apiNameIn(request);
  if (name !== undefined) return name;
  const verb = { POST: 'Create', PUT: 'Update', DELETE: 'Delete' }[method] ?? 'Get';
  return url.startsWith('/schedules/') ? `${verb}Schedule` : `${verb}ScheduleGroup`;
}
