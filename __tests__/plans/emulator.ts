import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';

/** The account that the sample names. */
export const account = '111122223333';

export function hasEmulator(): boolean {
  return spawnSync('python3', ['-c', 'import moto.server'], { stdio: 'ignore' }).status === 0;
}

/** An AWS of our own on a free port of this machine: moto's server. */
export class Emulator {
  private constructor(
    readonly url: string,
    private readonly process: ChildProcess,
  ) {}

  static async start(): Promise<Emulator> {
    const port = await freePort();
    const child = spawn('python3', [join(__dirname, 'emulator.py'), '-H', '127.0.0.1', '-p', String(port)], {
      stdio: 'ignore',
      env: { ...process.env, MOTO_ACCOUNT_ID: account },
    });
    const emulator = new Emulator(`http://127.0.0.1:${port}`, child);
    const deadline = Date.now() + 60_000;
    while (!(await emulator.answers())) {
      if (Date.now() > deadline || child.exitCode !== null) throw new Error('the emulator does not answer');
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    return emulator;
  }

  /** Forgets all that it holds. */
  async reset(): Promise<void> {
    await fetch(`${this.url}/moto-api/reset`, { method: 'POST' });
  }

  /** What somebody does by hand: one call of IAM. https://docs.aws.amazon.com/IAM/latest/APIReference/CommonParameters.html */
  async iam(action: string, parameters: { readonly [name: string]: string }): Promise<void> {
    const answer = await fetch(this.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization:
          'AWS4-HMAC-SHA256 Credential=fake/20260101/us-east-1/iam/aws4_request, SignedHeaders=host, Signature=0',
      },
      body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }).toString(),
    });
    if (!answer.ok) throw new Error(`${action}: ${await answer.text()}`);
  }

  stop(): void {
    this.process.kill();
  }

  private async answers(): Promise<boolean> {
    try {
      return (await fetch(`${this.url}/moto-api/`)).ok;
    } catch {
      return false;
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
