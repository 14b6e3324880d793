/** The version of this build, put in by `tools/build.mjs` from package.json. */
declare const ROOTCAUSE_VERSION: string | undefined

/** `0.0.0-source` when the program runs unbuilt. */
export const version: string = typeof ROOTCAUSE_VERSION === 'string' ? ROOTCAUSE_VERSION : '0.0.0-source'
