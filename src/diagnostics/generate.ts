import { defineDiagnostic, exitCode } from './define.ts';

/** What a provider said, and the id under which its support finds the request. */
interface Answered {
  readonly message: string;
  readonly requestId?: string;
}

const formatRequestId = (requestId: string | undefined): string => (requestId === undefined || requestId === '' ? '' : ` [request ${requestId}]`);
const formatDollars = (amount: number): string => `$${amount.toFixed(amount < 0.1 ? 4 : 2)}`;
/** From and to; one sum where both read the same. A price of nothing is one that no table knows. */
const formatRange = ({ low, high }: { readonly low: number; readonly high: number }): string =>
  high > 0 ? [...new Set([low, high].map(formatDollars))].join(' to ') : 'a price that is not known';

const formatConsent = (high: number): string => `--spend ${high > 0 ? Math.ceil(high * 100) / 100 : '<usd>'}`;

export const apiUnreachable = defineDiagnostic<{ readonly host: string; readonly message: string }>(
  {
    code: 'API_UNREACHABLE',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'No connection to the provider came about: its name was not found, nobody listened, or the encrypted channel could not be set up. Nothing was sent, so nothing was billed. ' +
      'It was tried several times. Everything that needs no purchase was built all the same.',
  },
  ({ host, message }) => ({ message: `${host} can not be reached (${message})`, fix: 'Check the network, the proxy and OPENAI_BASE_URL, then build again.' }),
);

export const apiRateLimited = defineDiagnostic<Answered>(
  {
    code: 'API_RATE_LIMITED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider takes only so many pictures a minute from this account, and went on refusing until the time for waiting was over. Refused requests are not billed. ' +
      'What was received so far is kept, so a later build asks only for the rest.',
  },
  ({ message, requestId }) => ({
    message: `the provider's rate limit was not lifted in time: ${message}${formatRequestId(requestId)}`,
    fix: 'Build again later, or lower the pictures a minute to what your account allows.',
  }),
);

export const apiQuota = defineDiagnostic<Answered>(
  {
    code: 'API_QUOTA',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'The account has no credit left, or a spending limit that was set at the provider is reached. Nothing more is sent in this build, because every further request would be refused too. ' +
      'What was received so far is kept.',
  },
  ({ message, requestId }) => ({
    message: `the provider refuses for lack of funds: ${message}${formatRequestId(requestId)}`,
    fix: "Add credit or raise the limit in the provider's console, then build again.",
  }),
);

export const apiAuth = defineDiagnostic<Answered & { readonly key: string }>(
  {
    code: 'API_AUTH',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider does not accept the key, or the key may not do what was asked: it was revoked, belongs to another organisation or project, or the organisation is not verified for picture models. ' +
      'Only the last four characters of a key are ever shown. Nothing was billed.',
  },
  ({ message, key, requestId }) => ({
    message: `the provider does not accept the key${key === '' ? '' : ` ${key}`}: ${message}${formatRequestId(requestId)}`,
    fix: 'Set OPENAI_API_KEY to a valid key of an organisation that may make pictures.',
  }),
);

export const apiModel = defineDiagnostic<Answered & { readonly model: string }>(
  {
    code: 'API_MODEL',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider does not know the model, or the account has no access to it. Models come to an end, and some servers that speak the same language name theirs differently. Nothing was billed.',
  },
  ({ message, model, requestId }) => ({
    message: `the provider has no model "${model}" for this account: ${message}${formatRequestId(requestId)}`,
    fix: 'Name a model that `visuals doctor` lists.',
  }),
);

export const apiModerated = defineDiagnostic<Answered>(
  {
    code: 'API_MODERATED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      "The provider's moderation refused the prompt, a reference picture or the finished picture. The refusal is remembered: the same request is not sent again until its prompt or its pictures change. " +
      'The message names the stage and the categories where the provider tells them.',
  },
  ({ message, requestId }) => ({
    message: `refused by moderation: ${message}${formatRequestId(requestId)}`,
    fix: "Change the prompt or the reference; if you think the refusal is wrong, give the request's id to the provider's support.",
  }),
);

export const apiRefused = defineDiagnostic<Answered & { readonly status: number }>(
  {
    code: 'API_REFUSED',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider understood the request and refuses a part of it, such as a size, a quality or a reference. What is known of its rules is checked before anything is sent; this one was not known, or has changed. ' +
      'Nothing was billed.',
  },
  ({ message, status, requestId }) => ({
    message: `the provider refused the request (${status}): ${message}${formatRequestId(requestId)}`,
    fix: 'Change what the message names, and tell us so that `visuals plan` can warn of it.',
  }),
);

export const apiServer = defineDiagnostic<Answered & { readonly status: number }>(
  {
    code: 'API_SERVER',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider answered with an error of its own, in its own words, more than once. An explained error is not billed. Such states usually pass within minutes.',
  },
  ({ message, status, requestId }) => ({
    message: `the provider failed (${status}): ${message}${formatRequestId(requestId)}`,
    fix: "Look at the provider's status page, and build again later.",
  }),
);

export const apiAmbiguous = defineDiagnostic<Answered>(
  {
    code: 'API_AMBIGUOUS',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'A request was sent, and what became of it can not be known: no answer came in time, the connection was lost, or something between here and the provider answered in its place. The picture may have been made and billed. ' +
      'It is never sent again by itself. `visuals build --buy-again` buys it again, at the risk of paying twice.',
  },
  ({ message, requestId }) => ({
    message: `a paid request has an unknown outcome: ${message}${formatRequestId(requestId)}`,
    fix: "Look at the usage in the provider's console, then run `visuals build --buy-again`.",
  }),
);

export const apiPaidTruncated = defineDiagnostic<Answered & { readonly bytes: number; readonly file: string }>(
  {
    code: 'API_PAID_TRUNCATED',
    severity: 'error',
    exit: exitCode.unknownPayment,
    explain:
      'The answer to a paid request broke off in the middle. The picture was made and is billed, but did not arrive whole. What came is kept beside the lock. ' +
      'The provider keeps no copy of answers of this kind; its support can look into the request by its id. It is never bought again by itself.',
  },
  ({ message, bytes, file, requestId }) => ({
    message: `a paid answer broke off after ${bytes} bytes: ${message}${formatRequestId(requestId)} (kept in ${file})`,
    fix: "Give the request's id to the provider's support, or run `visuals build --buy-again`.",
  }),
);

export const apiBadPayload = defineDiagnostic<{ readonly found: string }>(
  {
    code: 'API_BAD_PAYLOAD',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The server said that all is well, and sent something that holds no picture: a web page, a string, cut JSON, an empty list or letters that are no base64. Something between here and the provider may have answered in its place, or the server speaks another language. ' +
      'The answer is kept as it came and counts as paid.',
  },
  ({ found }) => ({ message: `the answer holds no picture: ${found}`, fix: 'Check OPENAI_BASE_URL and any proxy; the raw answer is kept beside the lock.' }),
);

export const apiBadImage = defineDiagnostic<{ readonly found: string; readonly asked: string }>(
  {
    code: 'API_BAD_IMAGE',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'A picture arrived that is not what was asked for: it can not be decoded, or has another size, another format or no transparency. Using it would show in the finished pieces, so it is not used. ' +
      'It is kept as it came and counts as paid.',
  },
  ({ found, asked }) => ({
    message: `the picture that arrived is ${found}; asked for was ${asked}`,
    fix: 'Look at the kept answer; build again with `--buy-again` to ask for it once more.',
  }),
);

export const apiPartial = defineDiagnostic<{ readonly came: number; readonly asked: number }>(
  {
    code: 'API_PARTIAL',
    severity: 'error',
    exit: exitCode.someFailed,
    explain:
      'The provider sent fewer pictures than were asked for in one request. Those that came are kept and in the lock. The next build asks only for the rest; nothing is asked for again by itself.',
  },
  ({ came, asked }) => ({ message: `${came} of ${asked} pictures came`, fix: 'Build again to ask for the rest.' }),
);

export const apiRequestInvalid = defineDiagnostic<{ readonly field: string; readonly value: string; readonly limit: string; readonly fix: string }>(
  {
    code: 'API_REQUEST_INVALID',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The model is known to refuse this request, so it is not sent. The rules of every model are in one dated table, which `visuals doctor` shows. ' +
      'For a server of your own with other rules, switch the rules on sizes off or choose the portable profile.',
  },
  ({ field, value, limit, fix }) => ({ message: `${field} ${value} is refused: ${limit}`, fix, subject: { field: ['art'], written: [value, field] } }),
);

export const apiRequestUnsure = defineDiagnostic<{ readonly field: string; readonly value: string; readonly reason: string }>(
  {
    code: 'API_REQUEST_UNSURE',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'It is not documented whether the model takes this value, or the provider calls it experimental. If it is refused, nothing is billed and the asset fails with `API_REFUSED`.',
  },
  ({ field, value, reason }) => ({
    message: `${field} ${value} may be refused: ${reason}`,
    fix: 'Nothing to do if it works; otherwise choose a documented value.',
    subject: { field: ['art'], written: [value, field] },
  }),
);

export const modelEnded = defineDiagnostic<{ readonly model: string; readonly date: string; readonly replacement: string }>(
  {
    code: 'MODEL_ENDED',
    severity: 'error',
    exit: exitCode.usage,
    explain:
      'The provider has switched the model off. Pictures that were bought from it are in the vault and stay usable for ever; only new ones can not be made. ' +
      'Moving to another model gives other pictures, so it is done on purpose: `visuals migrate --to <model>` makes them beside the old ones for approval.',
  },
  ({ model, date, replacement }) => ({
    message: `the model "${model}" ended on ${date}`,
    fix: `Use "${replacement}": see \`visuals migrate --to ${replacement}\`.`,
    subject: { field: ['art'], written: [model] },
  }),
);

export const modelEnding = defineDiagnostic<{ readonly model: string; readonly date: string; readonly replacement: string }>(
  {
    code: 'MODEL_ENDING',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The provider has announced the day on which the model is switched off. Pictures bought until then stay usable for ever, but can not be varied with the same model later. ' +
      'For new work choose its replacement.',
  },
  ({ model, date, replacement }) => ({
    message: `the model "${model}" ends on ${date}`,
    fix: `Choose "${replacement}" for new work.`,
    subject: { field: ['art'], written: [model] },
  }),
);

export const modelUnknown = defineDiagnostic<{ readonly model: string; readonly nearest: string; readonly table: string }>(
  {
    code: 'MODEL_UNKNOWN',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The model is in no table of this version of `visuals`. It may be new, or belong to a server of your own. It can be used, but its rules are not checked beforehand and its price is not known, so nothing is bought without a cap that you set.',
  },
  ({ model, nearest, table }) => ({
    message: `the model "${model}" is not in the table of ${table}${nearest}`,
    fix: 'Check the name; if it is right, set a cap with `--spend`.',
    subject: { field: ['art'], written: [model] },
  }),
);

export const modelAlias = defineDiagnostic<{ readonly model: string; readonly snapshot: string }>(
  {
    code: 'MODEL_ALIAS',
    severity: 'warning',
    exit: exitCode.ok,
    explain:
      'The name stands for whichever version of the model the provider takes at the time, so that pictures bought later may differ in style from those bought now. A dated snapshot stays the same until it ends.',
  },
  ({ model, snapshot }) => ({
    message: `"${model}" may change under its name`,
    fix: `Name the snapshot "${snapshot}".`,
    subject: { field: ['art'], written: [model] },
  }),
);

export const priceUnknown = defineDiagnostic<{ readonly model: string; readonly table: string }>(
  {
    code: 'PRICE_UNKNOWN',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'The price of the model is in no table of this version of `visuals`, so what a picture costs can not be foretold. Without a cap nothing is bought. With one, every request counts with the amount that you set for it.',
  },
  ({ model, table }) => ({
    message: `the price of "${model}" is not known (table of ${table})`,
    fix: 'Set a cap with `--spend`, or choose a model whose price is known.',
  }),
);

export const budgetExceeded = defineDiagnostic<{ readonly needed: number; readonly left: number; readonly budget: string }>(
  {
    code: 'BUDGET_EXCEEDED',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'What a picture costs at worst does not fit into what is left of the budget. The worst case is set aside before anything is sent, also for requests that run at the same time, so that a budget is never overspent. ' +
      'What was bought before is kept, and a later build goes on from there.',
  },
  ({ needed, left, budget }) => ({
    message: `a request of up to ${formatDollars(needed)} does not fit: ${formatDollars(left)} of ${budget} is left`,
    fix: 'Raise the budget, or choose a lower quality or fewer pictures.',
  }),
);

export const checkBudget = defineDiagnostic<{ readonly pictures: number; readonly high: number; readonly limit: number; readonly name: string }>(
  {
    code: 'CHECK_BUDGET',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'What the config asks for and nobody bought yet would cost more, at worst, than `budget` allows: a build that may spend would stop on the way. `visuals check` says so before the change is merged.',
  },
  ({ pictures, high, limit, name }) => ({
    message: `${pictures === 1 ? 'a piece' : `${pictures} pieces`} of art not bought yet ${pictures === 1 ? 'costs' : 'cost'} up to ${formatDollars(high)}; ${name} is ${formatDollars(limit)}`,
    fix: `Raise ${name}, or ask for a lower quality or fewer candidates.`,
  }),
);

export const spendConsent = defineDiagnostic<{ readonly pictures: number; readonly low: number; readonly high: number; readonly command: string }>(
  {
    code: 'SPEND_CONSENT',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'Pictures would have to be bought, and nobody agreed to that. `visuals` never spends by itself: it asks at a terminal, takes `--spend <dollars>` or a budget from the config, and on a build server only the flag.',
  },
  ({ pictures, high, command, ...price }) => ({
    message: `${pictures} ${pictures === 1 ? 'picture' : 'pictures'} would be bought for ${formatRange({ ...price, high })}, and nobody agreed`,
    fix: `Run it with \`${formatConsent(high)}\`: \`${command} ${formatConsent(high)}\`.`,
  }),
);

export const artUnpaid = defineDiagnostic<{ readonly art: string; readonly model: string; readonly low: number; readonly high: number }>(
  {
    code: 'ART_UNPAID',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'The art of an asset is not in the lock, so it was never bought, or its request changed since. Everything that needs no purchase was built. ' +
      'If it was bought in another clone, take over its `visuals.lock.json` and vault.',
  },
  ({ art, model, low, high }) => ({
    message: `${art} has not been bought (${model}, ${formatRange({ low, high })})`,
    fix: `Run \`visuals build ${formatConsent(high)}\`, or fetch the lock and the vault.`,
  }),
);

export const artNotLocked = defineDiagnostic<{ readonly art: string; readonly model: string; readonly low: number; readonly high: number }>(
  {
    code: 'ART_NOT_LOCKED',
    severity: 'error',
    exit: exitCode.drift,
    explain:
      'Under `--frozen` nothing is bought, and the art of an asset is not in the committed lock: it was never bought, or its request changed since. Each missing piece is listed with what it would cost. ' +
      'Buy it on the machine of somebody who may spend, and commit the lock together with the vault.',
  },
  ({ art, model, low, high }) => ({
    message: `${art} is not in the lock (${model}, ${formatRange({ low, high })} to buy)`,
    fix: `Run \`visuals build ${formatConsent(high)}\` where money may be spent, and commit visuals.lock.json and visuals.vault.`,
  }),
);

export const keyMissing = defineDiagnostic<{ readonly variable: string }>(
  {
    code: 'KEY_MISSING',
    severity: 'error',
    exit: exitCode.budget,
    explain:
      'A picture has to be bought, and there is no key for the provider. The key is taken from the environment alone; in a config it would be committed. Pictures that are in the lock and the vault need no key.',
  },
  ({ variable }) => ({
    message: `${variable} is not set`,
    fix: `Set ${variable} in the environment of this command, or take \`--draft\` for labelled stand-ins.`,
  }),
);
