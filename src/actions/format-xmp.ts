import type { PictureMetadata } from '../model/provenance.ts';

/** Where the news codes of the IPTC for digital sources are. */
export const digitalSourcePrefix = 'http://cv.iptc.org/newscodes/digitalsourcetype/';

/**
 * The XMP packet of a picture: the kind of source and the image models (IPTC Extension), the alternative text (IPTC Core), and the tool. The same facts give the same text; there is
 * no date and no version in it. The alternative text stands under the picture's language and as the default.
 */
export function formatXmp({ source, systems, locale, alt }: PictureMetadata): string {
  const system = systems.length === 0 ? '' : `<Iptc4xmpExt:AISystemUsed>${escapeXml(systems.join('; '))}</Iptc4xmpExt:AISystemUsed>`;
  const text = escapeXml(alt);
  const languages = ['x-default', locale].map((language) => `<rdf:li xml:lang="${escapeXml(language)}">${text}</rdf:li>`).join('');
  return (
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">' +
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" ' +
    'xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" xmlns:Iptc4xmpExt="http://iptc.org/std/Iptc4xmpExt/2008-02-29/">' +
    `<xmp:CreatorTool>visuals</xmp:CreatorTool><Iptc4xmpExt:DigitalSourceType>${digitalSourcePrefix}${source}</Iptc4xmpExt:DigitalSourceType>${system}` +
    `<Iptc4xmpCore:AltTextAccessibility><rdf:Alt>${languages}</rdf:Alt></Iptc4xmpCore:AltTextAccessibility>` +
    '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
  );
}

/** Characters that XML can't hold at all are left out. */
function escapeXml(text: string): string {
  return text
    .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
