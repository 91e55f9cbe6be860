declare module 'gettext-parser' {
  interface Entry {
    readonly msgctxt?: string;
    readonly msgid: string;
    readonly msgstr: readonly string[];
    readonly comments?: { readonly extracted?: string; readonly flag?: string };
  }
  export const po: {
    parse(
      text: string,
      options?: { readonly validation?: boolean },
    ): { readonly translations: { readonly [context: string]: { readonly [id: string]: Entry } } };
    compile(table: unknown, options?: { readonly foldLength?: number }): Uint8Array;
  };
}

declare module 'xliff' {
  interface Unit {
    readonly source: string;
    readonly target?: string;
    readonly note?: string | readonly string[];
    readonly additionalAttributes?: { readonly [name: string]: string | number };
  }
  interface Document {
    readonly sourceLanguage: string;
    readonly targetLanguage: string;
    readonly resources: { readonly [file: string]: { readonly [id: string]: Unit } };
  }
  const xliff: {
    readonly xliff2js: (text: string) => Promise<Document>;
    readonly xliff12ToJs: (text: string) => Promise<Document>;
    readonly js2xliff: (document: Document) => Promise<string>;
    readonly jsToXliff12: (document: Document) => Promise<string>;
  };
  export default xliff;
}
