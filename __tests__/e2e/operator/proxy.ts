import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** A call of AWS as the proxy sees it. */
interface SeenCall {
  /** Such as `iam:ListAccessKeys`. */
  readonly action: string;
  readonly body: string;
}

/** What goes wrong with a call: an answer of AWS that says so, or an answer that is lost after the call took effect. */
type ProxyFault =
  | { readonly kind: 'refuse'; readonly error: string; readonly message?: string; readonly status?: number }
  | { readonly kind: 'lose-answer' };

/** Stands between a command and an emulator on 127.0.0.1: counts the calls, and lets some of them fail. */
export class Proxy {
  readonly calls: SeenCall[] = [];
  /** Decides what goes wrong, if anything does; may wait. */
  faults: (call: SeenCall) => ProxyFault | undefined | Promise<ProxyFault | undefined> = () => undefined;

  /** Leaves errors and causes out of what Step Functions shows, as AWS may for a caller who cannot decrypt them. */
  withhold = false;

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async start(target: string): Promise<Proxy> {
    const server = createServer();
    const proxy = new Proxy(server, target);
    server.on('request', (incoming, response) => void proxy.serve(incoming, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return proxy;
  }

  get url(): string {
    const address = this.server.address();
    if (typeof address !== 'object' || address === null) throw new Error('the proxy does not listen');
    return `http://127.0.0.1:${address.port}`;
  }

  /** How often each action was called. */
  get counts(): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { action } of this.calls) counts[action] = (counts[action] ?? 0) + 1;
    return counts;
  }

  reset(): void {
    this.calls.length = 0;
    this.faults = () => undefined;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const call = { action: actionOf(incoming, body.toString('utf8')), body: body.toString('utf8') };
    this.calls.push(call);
    const fault = await this.faults(call);
    if (fault?.kind === 'refuse') refuse(response, call.action, fault);
    else this.forward({ incoming, body, response, action: call.action, isLost: fault?.kind === 'lose-answer' });
  }

  private forward({ incoming, body, response, action, isLost }: Passage): void {
    const { hostname, port } = new URL(this.target);
    const options = { hostname, port, path: incoming.url, method: incoming.method, headers: incoming.headers };
    const onward = request(options, (answer) => {
      if (isLost) {
        answer.resume().once('end', () => response.destroy());
        return;
      }
      if (this.withhold && action.startsWith('states:')) {
        void withoutErrors(answer, response);
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    onward.once('error', () => response.destroy());
    onward.end(body);
  }
}

interface Passage {
  readonly incoming: IncomingMessage;
  readonly body: Buffer;
  readonly response: ServerResponse;
  readonly action: string;
  readonly isLost: boolean;
}

async function withoutErrors(answer: IncomingMessage, response: ServerResponse): Promise<void> {
  let text = '';
  for await (const chunk of answer.setEncoding('utf8')) text += String(chunk);
  const hidden = ['error', 'cause', 'executionFailedEventDetails'];
  const shown = JSON.stringify(JSON.parse(text, (name, value: unknown) => (hidden.includes(name) ? undefined : value)));
  response.writeHead(answer.statusCode ?? 500, { 'content-type': answer.headers['content-type'] ?? '' });
  response.end(shown);
}

/** The service is in the signature; the action in the target, in the form, or in the path. */
function actionOf({ headers, method = '', url = '' }: IncomingMessage, body: string): string {
  const [, service = ''] = /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(headers.authorization ?? '') ?? [];
  const target = headers['x-amz-target'];
  if (typeof target === 'string') return `${service}:${target.split('.').at(-1) ?? ''}`;
  const [, action] = /(?:^|&)Action=(\w+)/.exec(body) ?? [];
  if (action !== undefined) return `${service}:${action}`;
  return `${service}:${method} ${url.split('?')[0] ?? ''}`;
}

/** An error in the form of the service's protocol. */
function refuse(
  response: ServerResponse,
  action: string,
  { error, message = '', status = 400 }: Extract<ProxyFault, { kind: 'refuse' }>,
): void {
  if (/^(iam|sts):/.test(action)) {
    response.writeHead(status, { 'content-type': 'text/xml' });
    response.end(
      `<ErrorResponse><Error><Type>Sender</Type><Code>${error}</Code><Message>${message}</Message></Error><RequestId>0</RequestId></ErrorResponse>`,
    );
    return;
  }
  response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', 'x-amzn-errortype': error });
  response.end(JSON.stringify({ __type: error, message }));
}
