import { resolve } from 'node:path';
import { version } from '../../../../../package.json';
import type { Report } from '../../../../checks';
import { nameOf, readText } from '../../../../files';
import { InputError } from '../../../../input-error';
import { parseJsonFile } from '../../../../json';
import { readEvidence } from '../../../../report/evidence';
import {
  aboutEvidence,
  changesSinceEvidence,
  placesIn,
  placesInWords,
  type Changes,
  type Compared,
} from '../../../../report/since';
import { judgedSignature } from './signatures';

const right = 'give the output of "keyturn check --format evidence"';

/** Changes since evidence that the call names. Throws an InputError if it is not evidence, not signed as wanted, or about other environments. */
export function changesOfReport(since: string, signedBy: string | undefined, report: Report, cwd: string): Changes {
  const file = nameOf(since);
  const evidence = readEvidence(parseJsonFile(readText(since, resolve(cwd, since), right), file), file);
  const { kind, words, fingerprint } = judgedSignature(evidence, signedBy, cwd);
  if (kind === 'refused') throw InputError.of(`${file}: ${words}`);
  const found = report.checks.map((check): [Compared, boolean] => {
    const { environment, accountId } = check;
    const changes = changesSinceEvidence(evidence, { environment, account: accountId, checks: [check], tool: version });
    const place = { environment: environment ?? null, account: accountId ?? null };
    const nothing = { changes: [], notCompared: ['everything: the evidence does not have this environment'] };
    return [{ ...place, ...(changes ?? nothing) }, changes !== undefined];
  });
  if (!found.some(([, isCompared]) => isCompared)) {
    const now = report.checks.flatMap(({ environment, accountId: account }) =>
      account === undefined ? [] : [{ environment, account }],
    );
    throw InputError.of(
      `--since ${file}: is about ${placesInWords(placesIn(evidence))}, and this input is about ${placesInWords(now)}; give evidence of that environment`,
    );
  }
  return { from: aboutEvidence(evidence, file, fingerprint ?? null), environments: found.map(([one]) => one) };
}
