import fc from 'fast-check';
import { examples } from './effort';

/** The same examples in every run: what is red is red for a reason. FAST_CHECK_SEED looks at others. */
fc.configureGlobal({ seed: Number(process.env.FAST_CHECK_SEED ?? 20_261_123), numRuns: examples(100) });
