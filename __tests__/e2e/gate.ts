import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** What is done with a call on its way: it goes through, the way is cut before it, or cut before its answer comes back. */
export type Passage = 'open' | 'cut' | 'answer-lost';

/** A request on its way. */
export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

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
  private readonly underWay = new Set<Promise<void>>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async before(target: string): Promise<Gate> {
    const server = createServer();
    const gate = new Gate(server, target);
    server.on('request', (request, response) => {
      const call = gate.serve(request, response).finally(() => gate.underWay.delete(call));
      gate.underWay.add(call);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return gate;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the gate does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Everything goes through again. */
  mend(): void {
    this.passage = () => 'open';
    this.isCut = false;
  }

  /** Resolves when no call is on its way, also of those that nobody waits for any more. */
  async quiet(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  /** What has come through so far that makes, changes or deletes something. */
  get changes(): readonly string[] {
    return this.passed.filter((call) => !/^(?:Get|List|Describe|Validate)/.test(call));
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array)); // no encoding is set
    const body = Buffer.concat(chunks);
    const call = callOf(request, body.toString());
    const passage = this.isCut ? 'cut' : await this.passage(call);
    if (passage !== 'open') this.isCut = true;
    if (passage === 'cut') return void request.socket.destroy();
    this.passed.push(call);
    const { method = 'GET', url = '/', headers } = request;
    this.heard({ method, url, headers, body: body.toString() });
    await new Promise<void>((resolve) => {
      const onward = ask(`${this.target}${url}`, { method, headers }, (answer) => {
        answer.once('close', resolve);
        if (passage === 'answer-lost') request.socket.destroy();
        // Nobody waits for the answer any more.
        if (request.socket.destroyed) {
          answer.resume();
          return;
        }
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      onward.once('error', () => {
        request.socket.destroy();
        resolve();
      });
      onward.end(body);
    });
  }
}

/** The three ways in which AWS's APIs name a call: in a form, in a header, by method and path. */
function callOf({ headers, method = '', url = '' }: IncomingMessage, body: string): string {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  const action = new URLSearchParams(body).get('Action');
  if (action !== null) return action;
  const verb = { POST: 'Create', PUT: 'Update', DELETE: 'Delete' }[method] ?? 'Get';
  return url.startsWith('/schedules/') ? `${verb}Schedule` : `${verb}ScheduleGroup`;
}
