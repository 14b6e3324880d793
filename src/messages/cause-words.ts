/**
 * What can be wrong, in the words that users and scripts read, in the order of preference in which they are told. A promise: the words and their
 * meanings do not change.
 */
export const causeMeanings = {
  'target-expired': 'the server’s own certificate has ended',
  'issuer-expired': 'a certificate above the server’s own one, an intermediate or the root, has ended',
  'expired-unspecified':
    'a certificate has ended; the text does not say whether it is the server’s own, an intermediate or a root',
  'not-yet-valid': 'a certificate begins later than the clock says that it is now',
  clock: 'the clock of this machine is wrong',
  'unknown-issuer':
    'the authority that issued the chain is not in the trust store that was asked: a private or intercepting one, or one too new',
  'missing-intermediate': 'the server does not send a certificate that stands between its own and the root',
  'untrusted-root-sent': 'the server, or a proxy in between, sends its root along, and that root is not in the trust store',
  'self-signed-target': 'the server’s own certificate is signed by itself, and is not in the trust store',
  'wrong-host': 'the certificate is for other names than the one that was asked for',
  'no-san': 'the certificate names no host where clients look, in subjectAltName',
  'bad-signature': 'a signature does not fit: a certificate was changed, or was signed by another key',
  'same-name-authority': 'two authorities have the same name, and the one with the wrong key was chosen',
  'not-a-ca': 'a certificate issued another one without being allowed to issue any',
  'path-length': 'there are more authorities in a row than one of them allows',
  'name-constraint': 'an authority may not issue for this name',
  purpose: 'a certificate is not made for this use: its key usage or extended key usage does not allow a TLS server (or client)',
  'weak-key': 'a key is too short or of a kind that is no longer accepted',
  'weak-digest': 'a certificate is signed with a digest that is no longer accepted: SHA-1 or MD5',
  'strict-profile': 'a certificate breaks a rule of form on which this client insists',
  distrusted: 'the store or the client says no to this authority on purpose',
  revoked: 'a certificate was revoked by its issuer',
  'revocation-unavailable': 'whether a certificate was revoked could not be learnt, and this client insists',
  ct: 'the certificate is not known to be in the public logs of Certificate Transparency',
  'store-missing': 'the trust store is absent or empty: there is nothing to compare with',
  'store-unreadable': 'the trust store, or a file that a setting names, cannot be read',
  pin: 'the certificate or key is not the one that the client was told to expect',
  'client-cert-required': 'the server wants a certificate from this client and got none',
  'client-cert-rejected': 'the server does not accept the certificate of this client',
  protocol: 'both sides have no protocol version or cipher in common, or the server does not speak TLS there',
  'handshake-unspecified': 'the handshake was ended without a word on why',
  unspecified: 'the certificate was refused, and the text does not say why',
} as const

/** One of them. */
export type CauseWord = keyof typeof causeMeanings

/** Whether a word is one of them. */
export const isCauseWord = (word: string): word is CauseWord => Object.hasOwn(causeMeanings, word)

/** Words that name no cause. */
export const unspecifiedCauses: readonly CauseWord[] = ['unspecified', 'handshake-unspecified']
