import fc from 'fast-check';

/** Properties look at the same cases in every run, so that a red build tells of a change and not of luck; `VISUALS_SEED=random`, or a seed, looks at others. */
const wanted = process.env['VISUALS_SEED'] ?? '20261129';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });

export default fc;
