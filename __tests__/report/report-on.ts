import { check, type Report } from '../../src/checks';
import { readModel } from '../../src/inputs';
import { render } from '../../src/html';
import { withPlaces, type Printing } from '../../src/report';
import { digest, sampleContracts, type Loose } from '../checks/sample';

/** The report on inputs, with places, as the command line makes it. */
export function reportOn(...inputs: readonly Loose[]): Report {
  const files = inputs.map((input, index): [string, string] => [
    `input-${index}.json`,
    typeof input === 'string' ? input : JSON.stringify(input, undefined, 2),
  ]);
  const models = files.map(([file, text]) => readModel(text, file));
  const report = check(models, sampleContracts, { today: '2026-11-23', coverAll: 'always', digest });
  const texts = new Map(files);
  return withPlaces(report, { read: (file) => texts.get(file), isCommitted: () => false });
}

/** What a format is given when it prints no colour. */
export const plain: Printing = {
  colour: false,
  verbose: true,
  version: '0.1.0',
  facts: () => ({ inputs: [], contracts: [], options: { coverAll: 'always', strict: false, given: {} } }),
  page: { render, contracts: sampleContracts, pictures: [] },
};
