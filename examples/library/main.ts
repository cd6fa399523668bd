import { App } from 'cdktf';
import { PolicyCheck, RotationStack } from 'keyturn/cdktf';
import { PlatformStack, settings } from './platform-stack';

const app = new App();

new PlatformStack(app, 'platform');

// A stack that has only a rotation, with its provider and its backend: that of Keyturn's own app.
const staging = new RotationStack(app, { ...settings, name: 'staging', state: { backend: 'local' } });
staging.node.addValidation(new PolicyCheck(staging));

app.synth();
