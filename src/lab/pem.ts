/** RFC 7468 §5: certificates as text, one after the other; empty text for none. */
export const certificatesPem = (certificates: readonly Uint8Array[]): string =>
  certificates
    .map((der) => `-----BEGIN CERTIFICATE-----\n${lines(Buffer.from(der).toString('base64'))}-----END CERTIFICATE-----\n`)
    .join('')

const lines = (base64: string): string => base64.replace(/.{1,64}/g, '$&\n')
