/** Octets as base64 with padding, in one line: as `encodeBase64` of `x509/base64.ts`, by what Node has for it. */
export const toBase64 = ({ buffer, byteOffset, length }: Uint8Array): string =>
  Buffer.from(buffer, byteOffset, length).toString('base64')
