/** How much room the ribbons below a row of organisations need, and their names: what layout and ribbons share. */

/** Below a row of zones, for the first ribbon and its name. */
const RIBBON_BAND = 68;
/** From one ribbon to the next. */
export const RIBBON_STEP = 16;
/** From one line of names to the next. */
export const LABEL_STEP = 26;
/** Between two names on a line. */
export const LABEL_GAP = 8;

/** Of a channel's name on the stage, as wide as letters are on average. */
export const labelWidth = (channel: string): number => 7 * channel.length + 62;

/** Lines the names take when no line may be wider than `width`. */
export function labelLines(channels: readonly string[], width: number): number {
  let lines = 1;
  let used = 0;
  for (const channel of channels) {
    const own = labelWidth(channel) + LABEL_GAP;
    if (used > 0 && used + own > width) {
      lines++;
      used = 0;
    }
    used += own;
  }
  return lines;
}

/** Height of the ground below a row of organisations `width` wide. */
export const ribbonBand = (channels: readonly string[], width: number): number =>
  RIBBON_BAND + RIBBON_STEP * Math.max(0, channels.length - 1) + LABEL_STEP * (labelLines(channels, width) - 1);
