import type { AssetObservation } from '../model/finding.ts';
import type { AssetCheck } from './check.ts';

/** Nothing is shown longer than its licence, or its campaign, lasts. */
export const checkExpiry: AssetCheck = {
  name: 'expiry',
  run: ({ asset, arts, today }) => {
    const { notice } = asset.checks;
    const own = judge(`"${asset.id}"`, asset.expires, { today, notice, field: ['expires'] });
    return [
      ...own,
      ...arts.flatMap(({ slot, art }) =>
        judge(`the art of "${slot}"${art.kind === 'file' ? ` (${art.path})` : ''}`, art.expires, { today, notice, field: ['art', slot, 'expires'] }),
      ),
    ];
  },
};

const dayLength = 86_400_000;

/** The last day itself is allowed. */
function judge(
  subject: string,
  expires: string | undefined,
  { today, notice, field }: { readonly today: string; readonly notice: number; readonly field: AssetObservation['field'] & {} },
): readonly AssetObservation[] {
  if (expires === undefined) return [];
  const days = Math.round((Date.parse(expires) - Date.parse(today)) / dayLength);
  const fix = 'Renew it and set `expires` anew, or put other art in its place, or take the asset out.';
  if (days < 0) return [{ message: `${subject} expired on ${expires}`, fix, field, measured: today, limit: expires }];
  return days > notice
    ? []
    : [{ message: `${subject} expires on ${expires}, in ${days} ${days === 1 ? 'day' : 'days'}`, fix, field, measured: today, limit: expires, mild: true }];
}
