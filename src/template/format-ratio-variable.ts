/** The variable that holds width over height of the picture in an image slot; the root element sets it. */
export function formatRatioVariable(slot: string): string {
  return `--art-${slot}-ratio`;
}
