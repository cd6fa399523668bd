// The table of the calls of the AWS SDK, as code: one line for each service, with its calls. A call whose action has the same name is written
// without it.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { brotliCompressSync } = require('node:zlib');

/** Read without unpacking the calls of all others. */
const ofRotations = ['iam', 'secretsmanager', 'ses', 'sesv2'];

const lineOf = (service, { prefix, calls }) => `${service} ${prefix} ${calls.join(',')}`;

function generate() {
  const services = new Map();
  for (const line of readFileSync(join(__dirname, 'calls.txt'), 'utf8').split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [call, ...actions] = line.split(' ');
    const [service, operation] = call.split(':');
    const [prefix] = actions[0].split(':');
    const known = services.get(service) ?? { prefix, calls: [] };
    services.set(service, known);
    const same = `${known.prefix}:${operation.charAt(0).toUpperCase()}${operation.slice(1)}`;
    known.calls.push(actions.length === 1 && actions[0] === same ? operation : `${operation}=${actions.join('+')}`);
  }
  const text = (names) => `\n${names.map((service) => lineOf(service, services.get(service))).join('\n')}\n`;
  const others = [...services.keys()].filter((service) => !ofRotations.includes(service));
  // Few checks need the others, and they would be an eighth of the program.
  const packed = brotliCompressSync(text(others)).toString('base64');
  return `// Made by schemas/calls/generate.js from calls.txt.
import { brotliDecompressSync } from 'node:zlib';

/** The calls of the services that a rotation calls. */
export const ofRotations = ${JSON.stringify(text(ofRotations))};

/** The calls of all other services. */
export const others = (): string => brotliDecompressSync(Buffer.from('${packed}', 'base64')).toString('latin1');
`;
}

module.exports = { generate };
