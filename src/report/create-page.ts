import { createHash } from 'node:crypto';
import type { Size } from '../model/geometry.ts';
import type { LiveCellState } from '../model/live.ts';
import { describeChanges, hasChanges } from './describe-changes.ts';
import { describeTable } from './describe-table.ts';
import { formatAmount, formatMoney, formatMoneyRange } from './format-figures.ts';
import { html } from '../project/html.ts';
import type { Markup } from '../project/html.ts';
import { pageScript } from './page-script.ts';
import { formatStyles, nameRatio } from './page-styles.ts';
import type { ReportCell, ReportData, ReportProblem, ReportPurchase } from './report-data.ts';
import { formatState } from './format-state.ts';

/** The whole page. It loads the pictures beside it and nothing else: its script and style are allowed by their hashes, and no other address is. */
export function createPage(data: ReportData): string {
  const styles = formatStyles(listSizes(data));
  const title = data.comparison === undefined ? 'All pictures' : `What changed since ${data.comparison.since}`;
  const page = html`<!doctype html>
    <html lang="en" dir="ltr">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${formatPolicy(styles)}" />
        <meta name="viewport" content="width=device-width,initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${data.project === '' ? title : `${data.project}: ${title}`}</title>
        ${wrapText('style', styles)}
      </head>
      <body>
        <a class="skip" href="#pictures">Skip to the pictures</a>
        <header>
          ${data.project !== '' && html`<p class="quiet"><bdi>${data.project}</bdi></p>`}
          <h1>${title}</h1>
          ${describeContents(data)} ${describeFigures(data)}
        </header>
        <main>
          ${describeProblems(data.problems)} ${data.comparison && describeChanges(data.comparison)} ${describePurchases(data.purchases)} ${describeSheet(data)}
        </main>
        <footer><p>Written by visuals. Everything on this page lies in its folder; nothing is loaded from elsewhere.</p></footer>
        ${wrapText('script', pageScript)}
      </body>
    </html> `;
  return page.markup;
}

/** To the byte, for the sake of its hash. */
function wrapText(tag: 'style' | 'script', text: string): Markup {
  return { markup: `<${tag}>${text}</${tag}>` };
}

function formatPolicy(styles: string): string {
  const hash = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  // A page that is opened from a folder has no origin that every browser takes for its own.
  return `default-src 'none'; img-src 'self' file:; style-src ${hash(styles)}; script-src ${hash(pageScript)}; base-uri 'none'; form-action 'none'`;
}

function listSizes({ cells, comparison }: ReportData): readonly Size[] {
  const changes = comparison?.groups.flatMap((group) => group.changes) ?? [];
  return [...cells, ...changes.flatMap(({ before, after }) => [before, after].filter((each) => each !== undefined))];
}

/** Nothing where the page is its one section. */
function describeContents({ problems, comparison, purchases }: ReportData): Markup | undefined {
  const parts = [
    ...(problems.length > 0 ? [['problems', 'Problems'] as const] : []),
    ...(hasChanges(comparison) ? [['changes', 'Changes'] as const] : []),
    ...(purchases.length > 0 ? [['purchases', 'To buy'] as const] : []),
    ['pictures', 'All pictures'] as const,
  ];
  if (parts.length === 1) return undefined;
  return html`<nav aria-label="On this page">${parts.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</nav>`;
}

function describeFigures({ cells, locales, purchases, spending, comparison }: ReportData): Markup {
  const assets = new Set(cells.map(({ asset }) => asset)).size;
  const approved = cells.filter(({ state }) => state === 'approved').length;
  const unpaid = purchases.reduce((sum, { pictures }) => sum + pictures, 0);
  const { month } = spending;
  const budget = month.budget === undefined ? '' : ` of ${formatMoney(month.budget)}`;
  return html`<dl class="figures">
    <div>
      <dt>Pictures</dt>
      <dd>${cells.length} <small>${formatAmount(assets, 'asset')}, ${formatAmount(locales.length, 'language')}</small></dd>
    </div>
    ${comparison && describeCounts(comparison)}
    <div>
      <dt>Approved</dt>
      <dd>${approved} <small>of ${cells.length}; ${tallyStates(cells)}</small></dd>
    </div>
    <div>
      <dt>Bought art</dt>
      <dd>
        ${formatMoney(spending.cost)} <small>${formatAmount(spending.pictures, 'picture')} in all; ${formatMoney(month.cost)}${budget} in ${month.name}</small>
      </dd>
    </div>
    ${
      unpaid > 0 &&
      html`<div>
        <dt>Still to buy</dt>
        <dd>${unpaid} <small>${formatMoneyRange(sumPurchases(purchases))}</small></dd>
      </div>`
    }
  </dl>`;
}

function describeCounts({ groups, unchanged }: NonNullable<ReportData['comparison']>): Markup {
  const count = (kind: string): number => groups.filter((group) => group.kind === kind).reduce((sum, { changes }) => sum + changes.length, 0);
  const rest = [
    `${count('new')} new`,
    `${count('removed')} removed`,
    ...(count('failed') > 0 ? [`${count('failed')} failed`] : []),
    `${unchanged} as they were`,
  ];
  return html`<div>
    <dt>Changed</dt>
    <dd>${count('changed')} <small>${rest.join(', ')}</small></dd>
  </div>`;
}

const states: readonly LiveCellState[] = ['changed', 'rejected', 'unreviewed', 'draft', 'failed'];

function tallyStates(cells: readonly ReportCell[]): string {
  const parts = states.map((state) => ({ state, count: cells.filter((cell) => cell.state === state).length })).filter(({ count }) => count > 0);
  return parts.length === 0 ? 'all of them' : parts.map(({ state, count }) => `${count} ${formatState(state)}`).join(', ');
}

function sumPurchases(purchases: readonly ReportPurchase[]): { readonly low: number; readonly high: number; readonly known: boolean } {
  const sum = (pick: 'low' | 'high'): number => purchases.reduce((total, each) => total + each[pick], 0);
  return { low: sum('low'), high: sum('high'), known: purchases.every(({ known }) => known) };
}

/** The first picture, and the others for whoever asks. */
function describeAffected([first = '', ...others]: readonly string[]): Markup {
  if (others.length === 0) return html`<bdi>${first}</bdi>`;
  return html`<details>
    <summary><bdi>${first}</bdi> and ${others.length} more</summary>
    ${others.map((cell) => html`<bdi>${cell}</bdi><br />`)}
  </details>`;
}

function describeProblems(problems: readonly ReportProblem[]): Markup | undefined {
  if (problems.length === 0) return undefined;
  const rows = problems.map(
    ({ code, severity, meaning, cells, file, line }) =>
      html`<tr>
        <td><span class="state ${severity}">${severity}</span></td>
        <td><span class="name">${code}</span><br /><span class="quiet">${meaning}</span></td>
        <td>${describeAffected(cells)}</td>
        <td><bdi>${file ?? ''}</bdi>${line !== undefined && `:${line}`}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="problems">
    <h2 id="problems">Problems</h2>
    ${describeTable({ name: 'problems', columns: ['Kind', 'What', 'Picture', 'Place'], rows })}
  </section>`;
}

function describePurchases(purchases: readonly ReportPurchase[]): Markup | undefined {
  if (purchases.length === 0) return undefined;
  const rows = purchases.map(
    (each) =>
      html`<tr>
        <td><bdi>${each.art}</bdi>${describePrompt(each)}</td>
        <td><bdi>${each.model}</bdi>, ${each.quality}</td>
        <td class="number">${each.width} × ${each.height}</td>
        <td class="number">${each.pictures}</td>
        <td class="number">${formatMoneyRange(each)}</td>
      </tr>`,
  );
  return html`<section aria-labelledby="purchases">
    <h2 id="purchases">To buy</h2>
    <p class="note">Until then a labelled stand-in is in its place.</p>
    ${describeTable({ columns: ['Art', 'Model', 'Size', 'Pictures', 'Cost'], figures: ['Size', 'Pictures', 'Cost'], rows })}
  </section>`;
}

function describePrompt({ prompt }: ReportPurchase): Markup | undefined {
  if (prompt === undefined) return undefined;
  const parts = prompt.map(
    ({ title, lines }) =>
      html`<pre dir="auto">
${title}
${lines.join('\n')}</pre>`,
  );
  return html`<details>
    <summary>Prompt</summary>
    ${parts}
  </details>`;
}

/** The heading of a page that shows pictures alone is its title; this one then is for whoever hears the page. */
function describeSheet({ cells, comparison }: ReportData): Markup {
  const assets = [...new Set(cells.map(({ asset }) => asset))];
  return html`<section aria-labelledby="pictures">
    <h2 id="pictures" class="${comparison === undefined ? 'heard' : ''}">${comparison === undefined ? 'By asset' : 'All pictures'}</h2>
    ${assets.map((asset) =>
      describeAsset(
        asset,
        cells.filter((cell) => cell.asset === asset),
      ),
    )}
  </section>`;
}

function describeAsset(asset: string, cells: readonly ReportCell[]): Markup {
  return html`<div class="group sheet">
    <header>
      <h3><bdi>${asset}</bdi></h3>
      <p class="quiet">${formatAmount(cells.length, 'picture')}</p>
    </header>
    <ul class="row">
      ${cells.map(describeCell)}
    </ul>
  </div>`;
}

function describeCell(cell: ReportCell): Markup {
  const { locale, direction, alt, state, picture, thumb, width, height } = cell;
  const shown =
    picture === ''
      ? html`<p class="none">Could not be drawn</p>`
      : html`<a class="frame" href="${picture}"
          ><img src="${thumb}" width="${width}" height="${height}" loading="lazy" decoding="async" lang="${locale}" alt="${alt}"
        /></a>`;
  return html`<li class="${nameRatio(cell)}">
    <figure>
      ${shown}
      <figcaption>
        <p>
          <span class="name"><bdi>${cell.size}</bdi></span>
          <span class="quiet">${width} × ${height}, ${locale}${Object.values(cell.variant).map((value) => `, ${value}`)}</span>
        </p>
        <p><span class="state ${state}">${formatState(state)}</span></p>
        ${describeApprovals(cell)} ${alt !== '' && html`<p class="alt" lang="${locale}" dir="${direction}">${alt}</p>`}
      </figcaption>
    </figure>
  </li>`;
}

/** Of a picture that changed, the words are about what it was before. */
function describeApprovals({ approvals, state }: ReportCell): readonly Markup[] {
  return approvals.map(
    ({ by, date, verdict, comment }) =>
      html`<p class="quiet">
        ${state === 'changed' && 'earlier pixels '}${verdict} by <bdi>${by}</bdi>, ${date}${comment !== '' && html`: <bdi>${comment}</bdi>`}
      </p>`,
  );
}
