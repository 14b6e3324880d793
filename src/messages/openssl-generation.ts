/**
 * Wordings of the library. `1` is 1.1.x, and LibreSSL and BoringSSL as far as known; `3` is 3.0 and 3.1; `3.2` is 3.2 to 3.5;
 * `3.6` is 3.6 and later, with one text changed. `1.0.2` and `3.2` differ from their successor and predecessor in the handshake alone.
 */
export type OpensslGeneration = '1.0.2' | '1' | '3' | '3.2' | '3.6'

/** Before 3.0: other texts of verification, and the function's name in every entry of the error queue. */
export const isBefore3 = (generation: OpensslGeneration): boolean => generation === '1.0.2' || generation === '1'
