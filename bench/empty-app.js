// What an app costs that does nothing: cdktf itself, one stack, no resource.
const { App, TerraformStack } = require('cdktf');
const { mkdtempSync, rmSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');

const outdir = mkdtempSync(join(tmpdir(), 'keyturn-bench-'));
const app = new App({ outdir });
new TerraformStack(app, 'empty');
app.synth();
rmSync(outdir, { recursive: true });
