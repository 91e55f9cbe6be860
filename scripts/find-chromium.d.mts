export declare const chromiumFlags: string[];
export declare function findChromium(options: { readonly install: boolean; readonly log?: (line: string) => void }): string | undefined;
