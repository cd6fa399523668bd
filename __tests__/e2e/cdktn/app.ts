import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

const repository = resolve(__dirname, '..', '..', '..');
/** `npm run test:all` and `npm run e2e` install them. */
const modules = join(repository, '__tests__', 'package', 'cdktn', 'node_modules');

/** Builds main.ts, the app of this project, with CDK Terrain in the place of CDKTF. */
export function buildApp(outfile: string): void {
  if (!existsSync(modules)) throw new Error('missing cdktn: run "node __tests__/package/cdktn/install.js"');
  const of = (name: string): string => join(modules, name);
  buildSync({
    absWorkingDir: repository,
    entryPoints: ['main.ts'],
    outfile,
    bundle: true,
    alias: {
      cdktf: of('cdktn'),
      '@cdktf/provider-aws': of('@cdktn/provider-aws'),
      constructs: of('constructs'),
    },
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  });
}
