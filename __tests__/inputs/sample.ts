import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkModel, readContract, type Check, type CheckOptions, type Contract } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { contractJson, digest, type Loose } from '../checks/sample';

const folder = join(__dirname, '..', 'fixtures', 'exports');

/** An account with the roles of the sample, exported by the AWS CLI; record.sh next to it says how. */
export function sampleExport(): Loose {
  return JSON.parse(readFileSync(join(folder, 'account.json'), 'utf8'));
}

/** The sample's contracts, of which the one for the machine names the machine's role. */
export function contractsWith(edit: (execution: Loose, schedule: Loose) => void = () => undefined): Contract[] {
  const execution = contractJson('execution-role');
  const schedule = contractJson('schedule-role');
  execution.subject.role = 'keyturn-${environment}-execution';
  edit(execution, schedule);
  return [execution, schedule].map((contract: Loose) =>
    readContract(JSON.stringify(contract), `policies/${contract.name as string}.json`),
  );
}

export function judge(
  input: Loose,
  contracts: readonly Contract[] = contractsWith(),
  options: Partial<CheckOptions> = {},
): Check {
  const text = typeof input === 'string' ? input : JSON.stringify(input, undefined, 2);
  const model = readModel(text, 'input.json');
  return checkModel(model, contracts, { today: '2026-11-23', coverAll: 'ours', digest, ...options });
}
