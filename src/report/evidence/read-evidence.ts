import { validateEvidence } from '../../../generated/evidence-validator';
import { InputError } from '../../input-error';
import { isDay } from '../../text/day';
import { kind, type Evidence } from './evidence';

/** Reads evidence. Throws an InputError with one line if the value is not evidence. */
export function readEvidence(value: unknown, file: string): Evidence {
  if (isOfOtherVersion(value))
    throw InputError.of(
      `${file}: is evidence of version ${JSON.stringify(value.version)}; this release of keyturn reads version 1`,
    );
  if (!isEvidence(value) || !isDay(value.report.date))
    throw InputError.of(`${file}: is not evidence; give the output of "keyturn check --format evidence"`);
  return value;
}

function isEvidence(value: unknown): value is Evidence {
  return validateEvidence(value);
}

function isOfOtherVersion(value: unknown): value is { readonly version: unknown } {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    value.kind === kind &&
    'version' in value &&
    value.version !== 1
  );
}
