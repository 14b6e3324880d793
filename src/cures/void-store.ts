import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { listedStore } from './shared/listed-store.ts'

/**
 * Void's store: Debian's update-ca-certificates as it is, in /usr/bin (void-packages, srcpkgs/ca-certificates 20210119). Nothing there makes
 * Java's key store.
 */
export const voidStore = linuxStoreCure(
  listedStore({
    id: 'void-store',
    title: "Void's system store",
    family: 'void',
    tried: 'real-tool',
    install: 'xbps-install -S ca-certificates',
    args: ['--fresh'],
    isDeep: true,
    suffix: '.crt',
    java: () => null,
  }),
)
