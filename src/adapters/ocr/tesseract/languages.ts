/** Languages whose data Tesseract has under another name than that of ISO 639-2, or by script. */
const exceptions: { readonly [tag: string]: string } = {
  'zh-Hans': 'chi_sim',
  'zh-Hant': 'chi_tra',
  'sr-Latn': 'srp_latn',
  'uz-Cyrl': 'uzb_cyrl',
  'az-Cyrl': 'aze_cyrl',
};

/** ISO 639-1 → the name of the data, where Tesseract has any. */
const names: { readonly [language: string]: string } = Object.fromEntries(
  (
    'af afr,am amh,as asm,az aze,be bel,bn ben,bo bod,bs bos,bg bul,ca cat,cs ces,cy cym,da dan,de deu,dz dzo,el ell,en eng,eo epo,et est,eu eus,fa fas,fi fin,fr fra,ga gle,gl glg,gu guj,he heb,hi hin,hr hrv,hu hun,' +
    'id ind,is isl,it ita,iu iku,ja jpn,jv jav,ka kat,kk kaz,km khm,kn kan,ko kor,ky kir,la lat,lo lao,lt lit,lv lav,mk mkd,ml mal,mr mar,ms msa,my mya,nb nor,ne nep,nl nld,nn nor,no nor,or ori,pa pan,pl pol,pt por,' +
    'ro ron,ru rus,sa san,si sin,sk slk,sl slv,sq sqi,sr srp,sv swe,sw swa,ta tam,te tel,tg tgk,th tha,ti tir,tl tgl,tr tur,uk ukr,ur urd,uz uzb,vi vie,yi yid'
  )
    .split(',')
    .map((pair) => pair.split(' ') as [string, string]),
);

/** Name of the data that reads a language, as in `@tesseract.js-data/<name>`; undefined when there is none. */
export function findLanguageData(locale: string): string | undefined {
  const { language, script } = new Intl.Locale(locale).maximize();
  return exceptions[`${language}-${script}`] ?? names[language];
}
