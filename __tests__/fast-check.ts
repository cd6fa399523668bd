import fc from 'fast-check';
import { examples } from './effort';

/**
 * fast-check, with the same examples in every run: what is red is red for a reason. FAST_CHECK_SEED looks at others. Tests import it from
 * here, and only those that need it, because loading it takes a quarter of a second.
 */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_123), numRuns: examples(100) });

export default fc;
export * from 'fast-check';
