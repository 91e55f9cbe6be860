/** What an XMP packet says of where a picture came from; what it does not say is absent. */
export interface XmpReading {
  /** Digital source, without the prefix of the IPTC. */
  readonly source?: string;
  readonly system?: string;
  /** Language → alternative text. */
  readonly alt: { readonly [language: string]: string };
  /** The program that wrote it. */
  readonly tool?: string;
}

const namespaces = {
  core: 'http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/',
  extension: 'http://iptc.org/std/Iptc4xmpExt/2008-02-29/',
  basic: 'http://ns.adobe.com/xap/1.0/',
} as const;

/** Reads a packet, whichever program wrote it: under any prefix, each simple property as an element or as an attribute. What is not understood is left out. */
export function readXmp(packet: string): XmpReading {
  const source = readProperty(packet, namespaces.extension, 'DigitalSourceType');
  const system = readProperty(packet, namespaces.extension, 'AISystemUsed');
  const tool = readProperty(packet, namespaces.basic, 'CreatorTool');
  return {
    ...(source !== undefined && { source: source.replace(/^.*\//, '') }),
    ...(system !== undefined && { system }),
    alt: readLanguages(packet, namespaces.core, 'AltTextAccessibility'),
    ...(tool !== undefined && { tool }),
  };
}

function readProperty(packet: string, namespace: string, name: string): string | undefined {
  const element = findElement(packet, namespace, name);
  if (element !== undefined) return unescapeXml(element).trim();
  const prefix = findPrefix(packet, namespace);
  const attribute = prefix === undefined ? null : new RegExp(`\\s${prefix}:${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(packet);
  return attribute === null ? undefined : unescapeXml(attribute[1] ?? attribute[2] ?? '');
}

function readLanguages(packet: string, namespace: string, name: string): { readonly [language: string]: string } {
  const element = findElement(packet, namespace, name) ?? '';
  const items = element.matchAll(/<[\w-]+:li\b[^>]*\bxml:lang\s*=\s*["']([^"']*)["'][^>]*>([^<]*)</g);
  return Object.fromEntries([...items].map(([, language = '', text = '']) => [language, unescapeXml(text)]));
}

function findElement(packet: string, namespace: string, name: string): string | undefined {
  const prefix = findPrefix(packet, namespace);
  return prefix === undefined ? undefined : new RegExp(`<${prefix}:${name}\\b[^>]*>([^]*?)</${prefix}:${name}\\s*>`).exec(packet)?.[1];
}

/** Packets declare each name once, nearly always by its usual prefix. */
function findPrefix(packet: string, namespace: string): string | undefined {
  const at = [`="${namespace}"`, `='${namespace}'`].map((text) => packet.indexOf(text)).find((index) => index >= 0);
  return at === undefined ? undefined : /xmlns:([\w-]+)$/.exec(packet.slice(Math.max(0, at - 100), at))?.[1];
}

const entities: { readonly [name: string]: string } = { lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' };

function unescapeXml(text: string): string {
  return text.replaceAll(/&(?:#(\d+)|#x([\da-f]+)|(\w+));/gi, (whole: string, decimal?: string, hex?: string, name?: string) => {
    const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
    if (name !== undefined) return entities[name] ?? whole;
    return code <= 0x10_ff_ff ? String.fromCodePoint(code) : whole;
  });
}
