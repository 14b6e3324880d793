import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { listedStore } from './shared/listed-store.ts'

/** Gentoo's store: Debian's update-ca-certificates, packaged there (from memory, not checked). Java's own lists are left out. */
export const gentooStore = linuxStoreCure(
  listedStore({
    id: 'gentoo-store',
    title: "Gentoo's system store",
    family: 'gentoo',
    tried: 'documented',
    install: 'emerge app-misc/ca-certificates',
    args: ['--fresh'],
    isDeep: true,
    suffix: '.crt',
    java: () => null,
  }),
)
