import type { Fault } from '../fault.ts'
import { addtrust2020 } from './addtrust-2020.ts'
import { algorithmMismatch } from './algorithm-mismatch.ts'
import { badSignature } from './bad-signature.ts'
import { chainByHello } from './chain-by-hello.ts'
import { clientCertificateRequired } from './client-certificate-required.ts'
import { clientPurposeLeaf } from './client-purpose-leaf.ts'
import { clockSuspected } from './clock-suspected.ts'
import { closes } from './closes.ts'
import { criticalUnknownExtension } from './critical-unknown-extension.ts'
import { crossLoop } from './cross-loop.ts'
import { dstRootX3 } from './dst-root-x3.ts'
import { duplicateCertificates } from './duplicate-certificates.ts'
import { duplicateExtension } from './duplicate-extension.ts'
import { ed25519Leaf } from './ed25519-leaf.ts'
import { emptyChain } from './empty-chain.ts'
import { expiredAnchor } from './expired-anchor.ts'
import { expiredCross } from './expired-cross.ts'
import { expiredIntermediate } from './expired-intermediate.ts'
import { expiredLeaf } from './expired-leaf.ts'
import { explicitEcParameters } from './explicit-ec-parameters.ts'
import { good } from './good.ts'
import { handshakeFailure } from './handshake-failure.ts'
import { hundredCertificates } from './hundred-certificates.ts'
import { intermediateNotACa } from './intermediate-not-a-ca.ts'
import { intermediateWithoutCertSign } from './intermediate-without-cert-sign.ts'
import { ipWithoutIpSan } from './ip-without-ip-san.ts'
import { junkInChain } from './junk-in-chain.ts'
import { junkLeaf } from './junk-leaf.ts'
import { longChain } from './long-chain.ts'
import { longLivedLeaf } from './long-lived-leaf.ts'
import { md5Intermediate } from './md5-intermediate.ts'
import { missingIntermediate } from './missing-intermediate.ts'
import { mustStaple } from './must-staple.ts'
import { nameExcluded } from './name-excluded.ts'
import { nameNotPermitted } from './name-not-permitted.ts'
import { negativeSerial } from './negative-serial.ts'
import { newProtocol } from './new-protocol.ts'
import { noSan } from './no-san.ts'
import { notYetValidLeaf } from './not-yet-valid-leaf.ts'
import { oldProtocol } from './old-protocol.ts'
import { pathLengthExceeded } from './path-length-exceeded.ts'
import { plainHttp } from './plain-http.ts'
import { renewedIntermediate } from './renewed-intermediate.ts'
import { rootNameConstraints } from './root-name-constraints.ts'
import { rsa1024Intermediate } from './rsa-1024-intermediate.ts'
import { rsa1024Leaf } from './rsa-1024-leaf.ts'
import { selfSignedLeaf } from './self-signed-leaf.ts'
import { serverNameRequired } from './server-name-required.ts'
import { sha1Intermediate } from './sha1-intermediate.ts'
import { silent } from './silent.ts'
import { slow } from './slow.ts'
import { sshBanner } from './ssh-banner.ts'
import { staleBackend } from './stale-backend.ts'
import { staleBackendByTurns } from './stale-backend-by-turns.ts'
import { strictBasicConstraints } from './strict-basic-constraints.ts'
import { strictKeyIdentifiers } from './strict-key-identifiers.ts'
import { strictKeyUsage } from './strict-key-usage.ts'
import { superfluousCertificates } from './superfluous-certificates.ts'
import { trailingBytes } from './trailing-bytes.ts'
import { twoKeysOneName } from './two-keys-one-name.ts'
import { unknownRoot } from './unknown-root.ts'
import { unrecognizedName } from './unrecognized-name.ts'
import { untrustedRootSent } from './untrusted-root-sent.ts'
import { version1Intermediate } from './version-1-intermediate.ts'
import { wildcardTooDeep } from './wildcard-too-deep.ts'
import { wrongHost } from './wrong-host.ts'
import { wrongOrder } from './wrong-order.ts'
import { wrongPurposeIntermediate } from './wrong-purpose-intermediate.ts'

/** Every fault of the lab, in the order in which they are listed. */
export const faults: readonly Fault[] = [
  good,
  addtrust2020,
  dstRootX3,
  expiredLeaf,
  expiredIntermediate,
  expiredAnchor,
  expiredCross,
  notYetValidLeaf,
  clockSuspected,
  missingIntermediate,
  wrongOrder,
  superfluousCertificates,
  duplicateCertificates,
  untrustedRootSent,
  selfSignedLeaf,
  unknownRoot,
  wrongHost,
  noSan,
  ipWithoutIpSan,
  wildcardTooDeep,
  sha1Intermediate,
  md5Intermediate,
  rsa1024Leaf,
  rsa1024Intermediate,
  ed25519Leaf,
  clientPurposeLeaf,
  wrongPurposeIntermediate,
  intermediateWithoutCertSign,
  intermediateNotACa,
  version1Intermediate,
  pathLengthExceeded,
  nameNotPermitted,
  nameExcluded,
  rootNameConstraints,
  strictBasicConstraints,
  strictKeyIdentifiers,
  strictKeyUsage,
  twoKeysOneName,
  renewedIntermediate,
  crossLoop,
  longChain,
  hundredCertificates,
  criticalUnknownExtension,
  badSignature,
  negativeSerial,
  duplicateExtension,
  algorithmMismatch,
  junkLeaf,
  junkInChain,
  trailingBytes,
  emptyChain,
  explicitEcParameters,
  chainByHello,
  serverNameRequired,
  staleBackend,
  staleBackendByTurns,
  clientCertificateRequired,
  oldProtocol,
  newProtocol,
  unrecognizedName,
  handshakeFailure,
  plainHttp,
  sshBanner,
  silent,
  closes,
  slow,
  mustStaple,
  longLivedLeaf,
]
