import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { extractedJava, listedStore } from './shared/listed-store.ts'

/**
 * Gentoo's store: Debian's update-ca-certificates with patches for `--sysroot` and `run-parts` (gentoo, app-misc/ca-certificates 20260601:
 * the ebuild and files/). The same folders, list and options.
 */
export const gentooStore = linuxStoreCure(
  listedStore({
    id: 'gentoo-store',
    title: "Gentoo's system store",
    family: 'gentoo',
    tried: 'real-tool',
    install: 'emerge app-misc/ca-certificates',
    args: ['--fresh'],
    isDeep: true,
    suffix: '.crt',
    java: extractedJava,
  }),
)
