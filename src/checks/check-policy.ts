import type { AssetObservation } from '../model/finding.ts';
import type { AssetCheck } from './check.ts';

/** What is declared of people, their likeness and claims is settled. */
export const checkPolicy: AssetCheck = {
  name: 'policy',
  run: ({ asset: { policy = {} } }) => {
    const { people, likeness, claims } = policy;
    const found: AssetObservation[] = [];
    if (people === 'real' && likeness !== 'released')
      found.push({
        message: 'real people are shown, and no release of their likeness is declared',
        fix: "Get the releases, then declare `policy: { likeness: 'released' }`; or show nobody.",
        field: ['policy'],
        measured: likeness ?? 'none',
        limit: 'released',
      });
    else if (likeness === 'open')
      found.push({
        message: 'the likeness of a person is shown, and its release is open',
        fix: "Get the release, then declare `policy: { likeness: 'released' }`.",
        field: ['policy', 'likeness'],
        measured: likeness,
        limit: 'released',
      });
    if (claims === 'open')
      found.push({
        message: 'claims are made whose proof is open',
        fix: "Prove or drop them, then declare `policy: { claims: 'proven' }` or `'none'`.",
        field: ['policy', 'claims'],
        measured: claims,
        limit: 'proven',
      });
    return found;
  },
};
