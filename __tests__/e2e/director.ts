import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionOf, type Answer, type Call, type CallMoment, type Fault } from '../../src/simulator';
import type { Json, JsonObject } from '../../src/json';

/** One call of a service that an execution made in the emulator. */
interface Called {
  readonly execution: string;
  readonly state: string;
  /** Such as `iam:ListAccessKeys`. */
  readonly action: string;
  readonly parameters: JsonObject;
  readonly attempt: number;
  /** Milliseconds since 1970, on the emulator's clock. */
  readonly time: number;
  /** What the service answered; undefined if the call never reached it. */
  answer: Answer | undefined;
  readonly fault: Fault | undefined;
}

/** A wait of an execution: of a Wait state, before a retry, or for an answer that never comes. */
interface Waiting {
  readonly execution: string;
  readonly state: string;
  readonly kind: 'wait' | 'retry' | 'timeout';
  readonly seconds: number;
}

/** Decides what goes wrong with a call, if anything does. */
export type Faults = (call: CallMoment, parameters: JsonObject) => Fault | undefined | Promise<Fault | undefined>;

interface Pending extends Waiting {
  readonly due: number;
  readonly over: () => void;
}

interface Started {
  readonly execution: string;
  readonly definition: string;
  readonly input: Json;
}

type Asked = Omit<Call, 'timeoutSeconds'> & Pick<CallMoment, 'execution' | 'state' | 'attempt'>;

type Message =
  | ({ readonly subject: 'started' } & Started)
  | { readonly subject: 'ended'; readonly execution: string }
  | ({ readonly subject: 'wait' } & Waiting)
  | ({ readonly subject: 'call' } & Asked)
  | { readonly subject: 'done'; readonly execution: string; readonly result: JsonObject }
  | { readonly subject: 'refused'; readonly execution: string; readonly error: string; readonly cause: string };

/** When the clock of each emulator begins, so that a schedule fires at the same point of each test on every day of the year. */
const beginning = Date.parse('2031-03-10T12:00:00Z');

/**
 * Directs the executions of an emulator: hears of each, is asked before each call, and keeps their clock. Time passes over what all of them
 * wait for: when none has anything to do, the clock goes to the end of the shortest wait, so a grace period of a day takes no time and always
 * ends in the same order. The definition is not touched.
 */
export class Director {
  readonly called: Called[] = [];
  readonly waited: Waiting[] = [];
  readonly started: Started[] = [];
  /** Decides which call meets what, as in the simulator. */
  faults: Faults = () => undefined;
  /** A wait before whose end the clock stands still, until `resume`. */
  holdsAt: (waiting: Waiting) => boolean = () => false;
  private aheadMs = beginning - Date.now();
  private readonly running = new Set<string>();
  private readonly pending: Pending[] = [];
  private readonly waitingForHold: ((waiting: Waiting) => void)[] = [];
  private readonly waitingForEnd = new Map<string, (() => void)[]>();

  private readonly folder = mkdtempSync(join(tmpdir(), 'keyturn-clock-'));

  private constructor(private readonly server: Server) {
    this.pass(0);
  }

  static async start(): Promise<Director> {
    const server = createServer();
    const director = new Director(server);
    server.on('request', (request, response) => void director.serve(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return director;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the director does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Milliseconds since 1970, on the clock of the emulator. */
  get now(): number {
    return Date.now() + this.aheadMs;
  }

  /** The file in which the emulator reads by how many milliseconds its clock is ahead of the real one. */
  get clock(): string {
    return join(this.folder, 'ahead');
  }

  /** Lets time pass. */
  pass(seconds: number): void {
    this.aheadMs += seconds * 1000;
    writeFileSync(`${this.clock}.next`, String(this.aheadMs));
    renameSync(`${this.clock}.next`, this.clock);
  }

  /** The wait at which the clock stands still. */
  held(): Promise<Waiting> {
    return new Promise((resolve) => {
      this.waitingForHold.push(resolve);
      this.goOn();
    });
  }

  /** Lets the clock go on; it is not held again unless `holdsAt` is set again. */
  resume(): void {
    this.holdsAt = () => false;
    this.goOn();
  }

  /** Resolves when an execution of this name has ended. */
  ended(execution: string): Promise<void> {
    const isOver = this.started.some((each) => each.execution === execution) && !this.running.has(execution);
    if (isOver) return Promise.resolve();
    return new Promise((resolve) => {
      this.waitingForEnd.set(execution, [...(this.waitingForEnd.get(execution) ?? []), resolve]);
    });
  }

  /** What was called in the executions of these names, in order; of all of them if none is named. */
  callsOf(...executions: readonly string[]): readonly Called[] {
    return executions.length === 0
      ? this.called
      : this.called.filter(({ execution }) => executions.includes(execution));
  }

  async stop(): Promise<void> {
    for (const pending of [...this.pending]) this.end(pending);
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    rmSync(this.folder, { recursive: true, force: true });
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let text = '';
    for await (const chunk of request.setEncoding('utf8')) text += String(chunk);
    const body = JSON.parse(text) as JsonObject; // the emulator sends objects
    const message = { ...body, subject: (request.url ?? '/').slice(1) } as unknown as Message; // stage.py sends these alone
    const answer = await this.hear(message);
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify(answer));
  }

  private async hear(message: Message): Promise<object> {
    switch (message.subject) {
      case 'started':
        this.started.push(message);
        this.running.add(message.execution);
        return {};
      case 'ended':
        this.running.delete(message.execution);
        for (const tell of this.waitingForEnd.get(message.execution) ?? []) tell();
        this.waitingForEnd.delete(message.execution);
        this.goOn();
        return {};
      case 'wait':
        await this.wait(message);
        return {};
      case 'call':
        return this.note(message);
      case 'done':
        this.answered(message.execution, { ok: true, result: message.result });
        return {};
      case 'refused':
        this.answered(message.execution, { ok: false, error: message.error, cause: message.cause });
        return {};
    }
  }

  private async note({ execution, state, attempt, service, api, parameters }: Asked): Promise<object> {
    const action = actionOf({ service, api });
    const moment = { execution, state, action, attempt, time: this.now, index: this.called.length };
    const fault = await this.faults(moment, parameters);
    this.called.push({ execution, state, action, parameters, attempt, time: moment.time, answer: undefined, fault });
    return fault === undefined ? {} : { fault };
  }

  private answered(execution: string, answer: Answer): void {
    const call = this.called.findLast((each) => each.execution === execution);
    if (call) call.answer = answer;
  }

  private wait({ execution, state, kind, seconds }: Waiting): Promise<void> {
    this.waited.push({ execution, state, kind, seconds });
    return new Promise((over) => {
      this.pending.push({ execution, state, kind, seconds, due: this.now + seconds * 1000, over });
      this.goOn();
    });
  }

  /** Ends the shortest wait if there is nothing else to do. */
  private goOn(): void {
    if (this.pending.length < this.running.size) return;
    const [next] = [...this.pending].sort((a, b) => a.due - b.due);
    if (!next) return;
    if (this.holdsAt(next)) for (const tell of this.waitingForHold.splice(0)) tell(next);
    else this.end(next);
  }

  private end(pending: Pending): void {
    this.pending.splice(this.pending.indexOf(pending), 1);
    this.pass(Math.max(0, pending.due - this.now) / 1000);
    pending.over();
  }
}
