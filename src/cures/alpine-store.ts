import { linuxStoreCure } from './shared/linux-store-cure.ts'
import { extractedJava, listedStore } from './shared/listed-store.ts'

/**
 * Alpine's store, made by its own update-ca-certificates (alpinelinux/ca-certificates, update-ca.c): any name counts, folders do not, and
 * links to what is gone are removed by every run. The package with the bundle alone (ca-certificates-bundle) does not have the program.
 */
export const alpineStore = linuxStoreCure(
  listedStore({
    id: 'alpine-store',
    title: "Alpine's system store",
    family: 'alpine',
    tried: 'real-tool',
    install: 'apk add ca-certificates',
    args: [],
    isDeep: false,
    suffix: '',
    java: extractedJava,
  }),
)
