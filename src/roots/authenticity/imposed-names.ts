import type { Sha256 } from '../../model/sha256.ts'

/**
 * Roots that NSS bounds to names by itself, by subject (lib/certdb/genname.c, CERT_GetImposedNameConstraints): neither certdata.txt nor a
 * copy of it tells. Value: the names that are left.
 */
export const imposedNames: ReadonlyMap<Sha256, string> = new Map(
  Object.entries({
    // TUBITAK Kamu SM SSL Kok Sertifikasi - Surum 1
    '46edc3689046d53a453fb3104ab80dcaec658b2660ea1629dd7e867990648716': '.tr',
    // IGC/A of ANSSI
    b9bea7860a962ea3611dab97ab6da3e21c1068b97d55575ed0e11279c11c8932: '.fr and the domains of the French overseas territories',
  }).map(([sha256, names]) => [sha256 as Sha256, names]),
)
