/**
 * Names of the environment variables by which a store was chosen, out of what `ClientEvidence.why` says
 * (`SSL_CERT_FILE=/etc/own.pem`); empty: something else decided. A name without an underscore is not taken for one.
 */
export const variablesIn = (why: string): readonly string[] => [
  ...new Set([...why.matchAll(/(?:^|[\s:,])([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)=/g)].map(([, name = '']) => name)),
]
