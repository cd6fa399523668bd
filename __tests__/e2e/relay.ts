import { createServer, request as ask, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A request on its way. */
export interface SentRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

/** An answer that nobody asked the emulator for. */
interface OwnAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** What is done with a request. */
export type Passage =
  | { readonly kind: 'pass'; readonly rewrite?: ((body: string) => string) | undefined }
  /** It does not reach the emulator. */
  | { readonly kind: 'cut' }
  /** It takes effect, and its answer does not come back. */
  | { readonly kind: 'lose-answer' }
  | { readonly kind: 'answer'; readonly answer: OwnAnswer };

type Decide = (request: SentRequest) => Passage | Promise<Passage>;

/** The way between programs and an emulator, on 127.0.0.1. Decides about each request. */
export class Relay {
  private readonly underWay = new Set<Promise<void>>();

  private constructor(
    private readonly server: Server,
    private readonly target: string,
    private readonly decide: Decide,
  ) {}

  static async start(target: string, decide: Decide): Promise<Relay> {
    const server = createServer();
    const relay = new Relay(server, target, decide);
    server.on('request', (request, response) => {
      const call = relay.serve(request, response).finally(() => relay.underWay.delete(call));
      relay.underWay.add(call);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return relay;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the relay does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** Resolves when no call is on its way, also of those that nobody waits for any more. */
  async quiet(): Promise<void> {
    await Promise.allSettled(this.underWay);
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(Buffer.from(chunk as Uint8Array)); // no encoding is set
    const body = Buffer.concat(chunks);
    const { method = 'GET', url = '/', headers } = request;
    const passage = await this.decide({ method, url, headers, body: body.toString() });
    if (passage.kind === 'cut') return void request.socket.destroy();
    if (passage.kind === 'answer') {
      response.writeHead(passage.answer.status, passage.answer.headers).end(passage.answer.body);
      return;
    }
    await new Promise<void>((resolve) => {
      const onward = ask(`${this.target}${url}`, { method, headers }, (answer) => {
        answer.once('close', resolve);
        deliver(answer, request, response, passage);
      });
      onward.once('error', () => {
        request.socket.destroy();
        resolve();
      });
      onward.end(body);
    });
  }
}

function deliver(answer: IncomingMessage, request: IncomingMessage, response: ServerResponse, passage: Passage): void {
  if (passage.kind === 'lose-answer') request.socket.destroy();
  // Nobody waits for the answer any more.
  if (request.socket.destroyed) {
    answer.resume();
    return;
  }
  const status = answer.statusCode ?? 502;
  if (passage.kind !== 'pass' || passage.rewrite === undefined) {
    response.writeHead(status, answer.headers);
    answer.pipe(response);
    return;
  }
  const { rewrite } = passage;
  let text = '';
  answer.setEncoding('utf8').on('data', (chunk: string) => void (text += chunk));
  answer.once('end', () => {
    response.writeHead(status, { 'content-type': answer.headers['content-type'] ?? '' });
    response.end(rewrite(text));
  });
}

/** The name of a call, in the three ways in which AWS's APIs write it: in a header, in a form, by method and path. Undefined for the last one. */
export function apiNameIn({ headers, body }: Pick<SentRequest, 'headers' | 'body'>): string | undefined {
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return target.split('.').at(-1) ?? '';
  return new URLSearchParams(body).get('Action') ?? undefined;
}
