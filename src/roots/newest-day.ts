import { seconds, type UnixSeconds } from '../model/time.ts'

/**
 * The newest day of which the table of root programmes knows anything, so that this program was made later: 2026-07-22. It stands apart
 * because the table costs as much as the rest of a check; a test compares the two.
 */
export const newestDay: UnixSeconds = seconds(1_784_678_400)
