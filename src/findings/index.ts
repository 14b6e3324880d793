import { addressNotNamed } from './address-not-named.ts'
import { algorithmUnsupported } from './algorithm-unsupported.ts'
import { anchorDistrusted } from './anchor-distrusted.ts'
import { anchorExpired } from './anchor-expired.ts'
import { anchorMissing } from './anchor-missing.ts'
import { answersInstead } from './answers-instead.ts'
import { badSignature } from './bad-signature.ts'
import { caAsTarget } from './ca-as-target.ts'
import { chainsByAddress } from './chains-by-address.ts'
import { chainsByHello } from './chains-by-hello.ts'
import { chainsByTry } from './chains-by-try.ts'
import { clientCertificateRejected } from './client-certificate-rejected.ts'
import { clientCertificateRequested } from './client-certificate-requested.ts'
import { clientHangs } from './client-hangs.ts'
import { clockMeasured } from './clock-measured.ts'
import { clockSuspected } from './clock-suspected.ts'
import { criticalExtension } from './critical-extension.ts'
import { crossCertificateExpired } from './cross-certificate-expired.ts'
import { crossLoop } from './cross-loop.ts'
import { dangerousSetting } from './dangerous-setting.ts'
import { duplicateCertificates } from './duplicate-certificates.ts'
import { emptyChain } from './empty-chain.ts'
import { expiresSoon } from './expires-soon.ts'
import { explicitCurve } from './explicit-curve.ts'
import type { FindingRule } from './rule.ts'
import { hostsEntry } from './hosts-entry.ts'
import { intercepted } from './intercepted.ts'
import { intermediateExpired } from './intermediate-expired.ts'
import { intermediateMissing } from './intermediate-missing.ts'
import { issuersFetched } from './issuers-fetched.ts'
import { keyUsage } from './key-usage.ts'
import { livesTooLong } from './lives-too-long.ts'
import { longChain } from './long-chain.ts'
import { malformed } from './malformed.ts'
import { nameConstraints } from './name-constraints.ts'
import { namesakes } from './namesakes.ts'
import { noAlternativeNames } from './no-alternative-names.ts'
import { notACa } from './not-a-ca.ts'
import { notConnected } from './not-connected.ts'
import { notTls } from './not-tls.ts'
import { notYetValid } from './not-yet-valid.ts'
import { ownResolver } from './own-resolver.ts'
import { pathLength } from './path-length.ts'
import { policy } from './policy.ts'
import { programmesDiffer } from './programmes-differ.ts'
import { protocolTooOld } from './protocol-too-old.ts'
import { purpose } from './purpose.ts'
import { rejectedByPeer } from './rejected-by-peer.ts'
import { rootSent } from './root-sent.ts'
import { rootUnknown } from './root-unknown.ts'
import { selfSignedTarget } from './self-signed-target.ts'
import { settingDecides } from './setting-decides.ts'
import { stapleMissing } from './staple-missing.ts'
import { statusFacts } from './status-facts.ts'
import { storeChanged } from './store-changed.ts'
import { storeEmpty } from './store-empty.ts'
import { storeLost } from './store-lost.ts'
import { storeUnreadable } from './store-unreadable.ts'
import { strictClient } from './strict-client.ts'
import { strictProfile } from './strict-profile.ts'
import { superfluousCertificates } from './superfluous-certificates.ts'
import { targetExpired } from './target-expired.ts'
import { trustSettingLacking } from './trust-setting-lacking.ts'
import { undetermined } from './undetermined.ts'
import { verdictsDiffer } from './verdicts-differ.ts'
import { warnedByPeer } from './warned-by-peer.ts'
import { weakDigest } from './weak-digest.ts'
import { weakKey } from './weak-key.ts'
import { wrongName } from './wrong-name.ts'
import { wrongOrder } from './wrong-order.ts'

/** Every rule, in the order of the codes. A new rule is one file and one line here. */
export const findingRules: readonly FindingRule[] = [
  targetExpired, // RC101
  intermediateExpired, // RC102
  crossCertificateExpired, // RC103
  anchorExpired, // RC104
  notYetValid, // RC105
  clockSuspected, // RC106
  expiresSoon, // RC107
  intermediateMissing, // RC201
  wrongOrder, // RC202
  superfluousCertificates, // RC203
  rootSent, // RC204
  duplicateCertificates, // RC205
  selfSignedTarget, // RC206
  emptyChain, // RC207
  chainsByAddress, // RC208
  chainsByHello, // RC209
  chainsByTry, // RC210
  namesakes, // RC211
  crossLoop, // RC212
  longChain, // RC213
  wrongName, // RC301
  noAlternativeNames, // RC302
  addressNotNamed, // RC303
  weakKey, // RC304
  weakDigest, // RC305
  purpose, // RC306
  keyUsage, // RC307
  notACa, // RC308
  pathLength, // RC309
  nameConstraints, // RC310
  strictProfile, // RC311
  criticalExtension, // RC312
  malformed, // RC313
  badSignature, // RC314
  explicitCurve, // RC315
  stapleMissing, // RC316
  algorithmUnsupported, // RC317
  caAsTarget, // RC318
  livesTooLong, // RC319
  policy, // RC320
  rootUnknown, // RC401
  anchorMissing, // RC402
  anchorDistrusted, // RC403
  storeUnreadable, // RC404
  storeEmpty, // RC405
  programmesDiffer, // RC406
  storeLost, // RC407
  verdictsDiffer, // RC501
  strictClient, // RC502
  undetermined, // RC503
  clientHangs, // RC504
  rejectedByPeer, // RC601
  notTls, // RC602
  notConnected, // RC603
  clientCertificateRequested, // RC604
  protocolTooOld, // RC605
  statusFacts, // RC606
  warnedByPeer, // RC607
  intercepted, // RC711
  trustSettingLacking, // RC712
  issuersFetched, // RC713
  clockMeasured, // RC714
  hostsEntry, // RC715
  answersInstead, // RC716
  clientCertificateRejected, // RC717
  dangerousSetting, // RC718
  settingDecides, // RC719
  storeChanged, // RC720
  ownResolver, // RC721
]
