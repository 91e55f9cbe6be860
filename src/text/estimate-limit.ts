import type { TextSlot } from '../model/template.ts';
import { findMostLines, findRange, type FitRequest } from './fit-text.ts';
import { scriptCodeOf } from './locale-facts.ts';
import { findOwnProblems, findPlaceProblems, measureSlots, type MeasuredSlot, type SlotProblem } from './measure-slots.ts';
import { applySettings, findSlotElements, wrapTexts } from './slot-document.ts';

/** Which text's room is wanted. */
export interface LimitRequest {
  /** The card with these words in place of the text. */
  readonly card: (words: string) => Promise<FitRequest>;
  readonly locale: string;
}

/** The longest text that fits. */
export interface TextLimit {
  /** Of ordinary words of the language. */
  readonly characters: number;
  /** Lines that it takes. */
  readonly lines: number;
}

/** Raised when the same card may get another limit. */
export const limitRevision = '1';

/** Nobody writes more into a picture. */
const mostCharacters = 400;

/**
 * About how many characters fit on a card when every text of it has its smallest size: ordinary words of the language are laid out in the text's own place and font, cut where
 * the allowed lines end, and made shorter as long as they are in anybody's way. About eight layouts.
 * @returns undefined when the words stand in no text slot
 */
export async function estimateLimit({ card, locale }: LimitRequest): Promise<TextLimit | undefined> {
  const sample = createSample(locale);
  const measure = async (length: number): Promise<Trial> => tryWords(await card(sample.slice(0, length).trimEnd()));
  const whole = await measure(mostCharacters);
  const shown = whole.slots.filter(({ element }) => stripBreaks(element.text).includes(sample.slice(0, mostCharacters).trimEnd()));
  if (shown.length === 0) return undefined;
  const names = new Set(shown.map(({ element }) => element.slot));
  const others = countOthers(await measure(1), names);
  const fits = (trial: Trial): boolean => countOthers(trial, names) <= others && trial.problems.every(({ slot }) => !names.has(slot));
  const count = (trial: Trial): number => Math.max(...trial.slots.filter(({ element }) => names.has(element.slot)).map(({ lines }) => lines.length));
  if (fits(whole)) return { characters: mostCharacters, lines: count(whole) };
  const room = Math.min(...shown.map((slot) => measureRoom(slot, whole.mostLines(slot.element.slot))));
  let [good, bad, lines] = [0, Math.min(mostCharacters, Math.ceil(room * 1.1) + 2), 0];
  for (let next = Math.min(bad - 1, room); bad - good > 1; next = Math.floor((good + bad) / 2)) {
    const trial = await measure(Math.max(1, next));
    if (fits(trial)) [good, lines] = [Math.max(1, next), count(trial)];
    else bad = next;
  }
  return { characters: sample.slice(0, good).trimEnd().length, lines };
}

interface Trial {
  readonly slots: readonly MeasuredSlot[];
  readonly problems: readonly SlotProblem[];
  readonly mostLines: (slot: string) => number;
}

/** Lays out a card as the search for sizes does it, once. */
async function tryWords({ document, contract, shape, unit, safeArea = { top: 0, right: 0, bottom: 0, left: 0 }, layout }: FitRequest): Promise<Trial> {
  const elements = findSlotElements(document.root).filter(({ slot }) => contract.slots[slot]?.type === 'text');
  const slotOf = (name: string): TextSlot => contract.slots[name] as TextSlot;
  const sizes = new Map(elements.map(({ slot }) => [slot, findRange(slotOf(slot), shape, unit).smallest]));
  const mostLines = (slot: string): number => findMostLines(slotOf(slot), shape);
  const root = wrapTexts(applySettings(document.root, elements, { sizes, brokenTexts: new Map() }), elements);
  const slots = measureSlots(await layout({ ...document, root }), elements, sizes);
  const own = slots.flatMap((slot) => findOwnProblems(slot, mostLines(slot.element.slot)));
  return { slots, problems: [...own, ...findPlaceProblems(slots, safeArea)], mostLines };
}

function countOthers({ problems }: Trial, names: ReadonlySet<string>): number {
  return problems.filter(({ slot }) => !names.has(slot)).length;
}

/** Characters of the first lines, or of what is within the box where nothing may wrap. */
function measureRoom({ lines, contentWidth }: MeasuredSlot, most: number): number {
  const widest = Math.max(1, ...lines.map(({ width }) => width));
  const share = contentWidth === undefined ? 1 : Math.min(1, contentWidth / widest);
  return Math.max(1, Math.floor(share * lines.slice(0, most).reduce((sum, { length }) => sum + length, 0)));
}

function stripBreaks(text: string): string {
  return text.replaceAll('\u200B', '');
}

/** Everyday sentences, so that letters and lengths of words are about as common as in any text: the longer a language's words, the fewer characters fit. */
const samples: { readonly [scriptOrLanguage: string]: string } = {
  Latn: 'Our shop opens every morning at nine and closes late in the evening, so that there is always enough time to look around and find something that suits you. ',
  de: 'Unser Geschäft öffnet jeden Morgen um neun und schließt erst am späten Abend, damit genügend Zeit für eine ausführliche Beratung und die Auswahl der Lieblingsstücke bleibt. ',
  fi: 'Myymälämme aukeaa joka aamu yhdeksältä ja sulkeutuu vasta myöhään illalla, jotta asiakkaillamme on riittävästi aikaa tutustua valikoimaan kaikessa rauhassa. ',
  fr: 'Notre boutique ouvre chaque matin à neuf heures et ferme tard le soir, pour que vous ayez toujours assez de temps pour flâner et trouver ce qui vous plaît. ',
  vi: 'Cửa hàng của chúng tôi mở cửa mỗi sáng lúc chín giờ và đóng cửa muộn vào buổi tối, để bạn luôn có đủ thời gian tìm món đồ phù hợp với mình. ',
  Grek: 'Το κατάστημά μας ανοίγει κάθε πρωί στις εννέα και κλείνει αργά το βράδυ, ώστε να υπάρχει πάντα αρκετός χρόνος για να βρείτε αυτό που σας ταιριάζει. ',
  Cyrl: 'Наш магазин открывается каждое утро в девять и закрывается поздно вечером, чтобы у вас всегда было достаточно времени выбрать то, что вам подходит. ',
  Arab: 'يفتح متجرنا أبوابه كل صباح في الساعة التاسعة ويغلق في وقت متأخر من المساء حتى يكون لديكم دائما وقت كاف للعثور على ما يناسبكم. ',
  Hebr: 'החנות שלנו נפתחת בכל בוקר בשעה תשע ונסגרת מאוחר בערב, כך שתמיד יש מספיק זמן להסתכל ולמצוא את מה שמתאים לכם. ',
  Deva: 'हमारी दुकान हर सुबह नौ बजे खुलती है और देर शाम को बंद होती है, ताकि आपके पास अपनी पसंद की चीज़ खोजने के लिए हमेशा पर्याप्त समय रहे। ',
  Thai: 'ร้านของเราเปิดทุกเช้าเวลาเก้าโมงและปิดในช่วงค่ำเพื่อให้คุณมีเวลาเพียงพอในการเลือกสิ่งที่เหมาะกับคุณ ',
  Jpan: '私たちの店は毎朝九時に開き、夜遅くまで営業していますので、お気に入りの品をゆっくりお選びいただけます。',
  Hans: '我们的商店每天早上九点开门，晚上很晚才关门，这样您总有足够的时间慢慢挑选适合自己的东西。',
  Hant: '我們的商店每天早上九點開門，晚上很晚才關門，這樣您總有足夠的時間慢慢挑選適合自己的東西。',
  Kore: '저희 매장은 매일 아침 아홉 시에 문을 열고 저녁 늦게 문을 닫으므로 마음에 드는 물건을 천천히 고르실 수 있습니다. ',
};

function createSample(locale: string): string {
  const sentence = samples[new Intl.Locale(locale).language] ?? samples[scriptCodeOf(locale)] ?? samples['Latn']!;
  return sentence.repeat(Math.ceil(mostCharacters / sentence.length));
}
