import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { listedStore } from './shared/listed-store.ts'

/** Void's store: Debian's update-ca-certificates, packaged there (from memory, not checked). Java's own lists are left out. */
export const voidStore = linuxStoreCure(
  listedStore({
    id: 'void-store',
    title: "Void's system store",
    family: 'void',
    tried: 'documented',
    install: 'xbps-install -S ca-certificates',
    args: ['--fresh'],
    isDeep: true,
    suffix: '.crt',
    java: () => null,
  }),
)
