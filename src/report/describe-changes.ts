import { describeTable } from './describe-table.ts';
import { formatAmount, formatMoney, formatSeconds, formatShare } from './format-figures.ts';
import { formatState } from './format-state.ts';
import { html } from '../project/html.ts';
import type { Markup } from '../project/html.ts';
import { nameRatio } from './page-styles.ts';
import type { ReportChange, ReportComparison, ReportField, ReportGroup, ReportPicture } from './report-data.ts';

/** Whether there is anything to show of a comparison. */
export function hasChanges(comparison: ReportComparison | undefined): boolean {
  return comparison !== undefined && comparison.groups.length + comparison.alternatives.length > 0;
}

/** The changes of a page, by what brought them about. */
export function describeChanges(comparison: ReportComparison): Markup {
  const { groups, alternatives, bought, work, since, commit } = comparison;
  const cost = bought.pictures === 0 ? 'Nothing was bought for it.' : `${formatAmount(bought.pictures, 'picture')} bought for ${formatMoney(bought.cost)}.`;
  const note = `Compared with ${since}${commit === '' || since.startsWith(commit) ? '' : ` (${commit})`}. ${cost} ${formatAmount(work.drawn, 'card')} drawn to compare, in ${formatSeconds(work.milliseconds)}.`;
  return html`<section aria-labelledby="changes">
    <h2 id="changes">Changes</h2>
    <p class="note">${note}</p>
    ${!hasChanges(comparison) && html`<p>No picture and no alternative text changed.</p>`}${groups.map(describeGroup)}${describeAlternatives(alternatives)}
  </section>`;
}

/** What brought changes about, as a heading. */
export function formatGroup({ kind, causes }: ReportGroup): string {
  switch (kind) {
    case 'new':
      return 'New';
    case 'removed':
      return 'Removed';
    case 'failed':
      return 'Could be drawn then, and can not now';
    case 'changed':
      return causes.length === 0 ? 'Changed' : causes.join(', ');
  }
}

function describeGroup(group: ReportGroup): Markup {
  return html`<div class="group changes">
    <header>
      <h3><bdi>${formatGroup(group)}</bdi></h3>
      <p class="quiet">${formatAmount(group.changes.length, 'picture')}</p>
    </header>
    <ul class="row">
      ${group.changes.map(describeChange)}
    </ul>
  </div>`;
}

function describeChange(change: ReportChange): Markup {
  const { cell, before, after, difference, state, fields, locale } = change;
  const shape = after ?? before;
  return html`<li class="${shape === undefined ? '' : nameRatio(shape)}">
    <figure>
      ${describePictures(change)}
      <figcaption>
        <p class="name"><bdi>${cell}</bdi></p>
        <p class="quiet">
          ${describeSizes(before, after)}${difference && `${formatShare(difference.share)} of the picture changed`}${difference && describeRegions(difference.regions)}
        </p>
        ${state && html`<p><span class="state ${state}">${formatState(state)}</span></p>`}
        ${
          difference &&
          html`<details>
            <summary>Highlighted differences</summary>
            <img
              src="${difference.picture}"
              width="${shape?.width}"
              height="${shape?.height}"
              loading="lazy"
              alt="Changed pixels of ${cell}, in colour over the pale picture"
            />
          </details>`
        }
        ${
          fields.length > 0 &&
          html`<details>
            <summary>${formatAmount(fields.length, 'field')}</summary>
            <dl class="fields">${fields.map((field) => describeField(field, locale))}</dl>
          </details>`
        }
      </figcaption>
    </figure>
  </li>`;
}

function describeSizes(before: ReportPicture | undefined, after: ReportPicture | undefined): string {
  if (before === undefined || after === undefined || (before.width === after.width && before.height === after.height)) return '';
  return `${before.width} × ${before.height} became ${after.width} × ${after.height}`;
}

function describeRegions(regions: NonNullable<ReportChange['difference']>['regions']): string {
  const changed = regions.filter(({ share }) => share > 0);
  return changed.length === 0 ? '' : `; ${changed.map(({ slot, share }) => `${slot} ${formatShare(share)}`).join(', ')}`;
}

/** Two pictures of one size lie over each other; others stand side by side. */
function describePictures({ cell, before, after, alt, locale, difference }: ReportChange): Markup {
  const side = (picture: ReportPicture, name: string, text: string): Markup => {
    const label = [name, picture.draft ? 'draft' : ''].filter((part) => part !== '').join(', ');
    return html`<div>
      <img src="${picture.picture}" width="${picture.width}" height="${picture.height}" loading="lazy" decoding="async" lang="${locale}" alt="${text}" />
      ${label !== '' && html`<span>${label}</span>`}
    </div>`;
  };
  const isAlone = before === undefined || after === undefined;
  const [old, now] = [before && side(before, isAlone ? '' : 'Before', isAlone ? alt : ''), after && side(after, isAlone ? '' : 'After', alt)];
  if (before === undefined && after === undefined) return html`<p class="none">No picture</p>`;
  if (difference === undefined) return html`<div class="${isAlone ? 'single' : 'twins'}">${old}${now}</div>`;
  return html`<div class="pair" dir="ltr">
    ${old}${now}<i></i><input type="range" min="0" max="100" value="50" aria-label="Border between before and after of ${cell}" />
  </div>`;
}

function describeField({ name, before, after }: ReportField, locale: string): Markup {
  const language = name.startsWith('text.') ? locale : '';
  const value = (text: string): Markup => (language === '' ? html`<bdi>${text}</bdi>` : html`<bdi lang="${language}">${text}</bdi>`);
  const values = html`${before !== undefined && html`<del>${value(before)}</del>`}${after !== undefined && html`<ins>${value(after)}</ins>`}`;
  return html`<div>
    <dt>${name}</dt>
    ${(before !== undefined || after !== undefined) && html`<dd>${values}</dd>`}
  </div>`;
}

function describeAlternatives(alternatives: ReportComparison['alternatives']): Markup | undefined {
  if (alternatives.length === 0) return undefined;
  const rows = alternatives.map(
    ({ cell, locale, direction, before, after }) =>
      html`<tr>
        <td><bdi>${cell}</bdi></td>
        <td lang="${locale}" dir="${direction}">${before}</td>
        <td lang="${locale}" dir="${direction}">${after}</td>
      </tr>`,
  );
  return html`<div class="group">
    <header><h3>Alternative texts</h3></header>
    ${describeTable({ columns: ['Picture', 'Before', 'After'], rows })}
  </div>`;
}
