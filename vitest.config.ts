import { configDefaults, defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Under Wine: `npm run test:wine`.
    exclude: [...configDefaults.exclude, 'test/wine/**'],
    // Real servers are started on loopback: files side by side as the machine has cores, and no test waits for ever.
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // What the machine presets must not change a result (and costs 38 ms at each start of Node 20).
    env: { NODE_EXTRA_CA_CERTS: '', SSL_CERT_FILE: '', SSL_CERT_DIR: '' },
  },
})
