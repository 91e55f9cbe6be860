import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { LivePurchase } from '../../../model/live.ts';
import { formatCount, formatDollars } from '../data/format-words.ts';
import { useStudio } from '../store/use-studio.ts';
import { Modal } from './modal.tsx';

/** What is to be bought, for how much, by which words. Nothing is bought before the button that names the sum is pressed; the keyboard does not begin on it. */
export function PurchaseDialog({ onClose }: { readonly onClose: () => void }): JSX.Element {
  const { state, buy } = useStudio();
  const { purchases, spending } = state.value;
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const wanted = purchases.filter(({ art }) => !left.has(assetOf(art)));
  const isPriced = wanted.every(({ known }) => known);
  // Rounded up, so that the sum that is shown is never below the one that is agreed to.
  const cap = Math.ceil(wanted.reduce((sum, { high }) => sum + high, 0) * 10_000 - 1e-6) / 10_000;
  const pictures = wanted.reduce((sum, each) => sum + each.pictures, 0);
  const toggle = (asset: string): void => {
    const next = new Set(left);
    if (!next.delete(asset)) next.add(asset);
    setLeft(next);
  };
  const confirm = (): void => {
    onClose();
    void buy(wanted, cap);
  };
  return (
    <Modal title="Buy missing art" onClose={onClose} isWide>
      <p class="aside">
        Stand-ins are shown until then. This month {formatDollars(spending.month)}
        {spending.perMonth === undefined ? ' was spent.' : ` of ${formatDollars(spending.perMonth)} was spent.`}
      </p>
      <ul class="purchases">
        {listAssets(purchases).map((asset) => (
          <AssetPurchases
            key={asset}
            asset={asset}
            purchases={purchases.filter(({ art }) => assetOf(art) === asset)}
            isWanted={!left.has(asset)}
            onToggle={() => toggle(asset)}
          />
        ))}
      </ul>
      {isPriced ? null : <p class="aside">A price is not known: buy this with `visuals build --spend` in a terminal.</p>}
      <div class="modal-actions">
        <button type="button" onClick={onClose} autofocus>
          Buy nothing
        </button>
        <button type="button" class="primary" disabled={wanted.length === 0 || !isPriced || cap <= 0} onClick={confirm}>
          Buy {formatCount(pictures, 'picture')} for up to {formatDollars(cap)}
        </button>
      </div>
    </Modal>
  );
}

interface AssetPurchasesProps {
  readonly asset: string;
  readonly purchases: readonly LivePurchase[];
  readonly isWanted: boolean;
  readonly onToggle: () => void;
}

/** An asset's art is bought as a whole. */
function AssetPurchases({ asset, purchases, isWanted, onToggle }: AssetPurchasesProps): JSX.Element {
  return (
    <li>
      <label class="choice">
        <input type="checkbox" checked={isWanted} onChange={onToggle} /> <strong>{asset}</strong>
      </label>
      {purchases.map((purchase) => (
        <PurchaseText key={purchase.task} purchase={purchase} />
      ))}
    </li>
  );
}

function PurchaseText({ purchase }: { readonly purchase: LivePurchase }): JSX.Element {
  const { art, model, pictures, low, high, known, sections } = purchase;
  const { progress } = useStudio();
  const now = progress.value.get(art);
  const price = !known ? 'price unknown' : low === high ? formatDollars(high) : `${formatDollars(low)} to ${formatDollars(high)}`;
  return (
    <div class="purchase">
      <p>
        {art.slice(art.indexOf('/') + 1)} · {formatCount(pictures, 'picture')} · <code>{model}</code> · <span class="price">{price}</span>
        {now === undefined ? null : ` · ${now}`}
      </p>
      <details>
        <summary>Prompt</summary>
        {sections.map(({ title, lines }) => (
          <p key={title} class="prompt">
            <span class="prompt-title">{title}</span> {lines.join('\n')}
          </p>
        ))}
      </details>
    </div>
  );
}

function listAssets(purchases: readonly LivePurchase[]): readonly string[] {
  return [...new Set(purchases.map(({ art }) => assetOf(art)))];
}

function assetOf(art: string): string {
  return art.slice(0, art.indexOf('/'));
}
