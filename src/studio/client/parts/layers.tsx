import type { JSX } from 'preact';
import type { LiveDetail, LiveLayer } from '../../../model/live.ts';
import { formatCount } from '../data/format-words.ts';
import { useStudio } from '../store/use-studio.ts';
import { Icon } from './icon.tsx';

/** What the picture is made of and where it comes from; each layer can be left out. */
export function Layers({ detail }: { readonly detail: LiveDetail }): JSX.Element {
  return (
    <section>
      <h2>Layers</h2>
      <ul class="layers">
        <LayerLine slot="text" what={formatCount(detail.boxes.length, 'text')} />
        {detail.layers.map((layer) => (
          <LayerLine key={layer.slot} slot={layer.slot} what={describeSource(layer)} facts={layer.facts} />
        ))}
      </ul>
    </section>
  );
}

interface LayerLineProps {
  readonly slot: string;
  readonly what: string;
  readonly facts?: LiveLayer['facts'];
}

function LayerLine({ slot, what, facts = {} }: LayerLineProps): JSX.Element {
  const { hidden } = useStudio();
  const isHidden = hidden.value.has(slot);
  const toggle = (): void => {
    const next = new Set(hidden.value);
    if (!next.delete(slot)) next.add(slot);
    hidden.value = next;
  };
  return (
    <li class={isHidden ? 'layer is-hidden' : 'layer'}>
      <button type="button" class="quiet" aria-pressed={!isHidden} aria-label={`Layer ${slot}`} title={isHidden ? 'Show' : 'Leave out'} onClick={toggle}>
        <Icon name={isHidden ? 'eye-off' : 'eye'} />
      </button>
      <div>
        <p class="layer-name">{slot}</p>
        <p class="aside">{what}</p>
        {Object.entries(facts).map(([name, value]) => (
          <p key={name} class="aside">
            {name} <span class="fact">{value}</span>
          </p>
        ))}
      </div>
    </li>
  );
}

function describeSource({ kind, source }: LiveLayer): string {
  return kind === 'file' ? source : source === '' ? kind : `${kind} · ${source}`;
}
