import type { Probe } from './probe.ts'
import { direct } from './shared/direct.ts'
import { scriptAnswer } from './shared/script-answer.ts'

const source = `package main

import (
	"crypto/tls"
	"fmt"
	"net"
	"os"
	"strings"
	"time"
)

func main() {
	plain, err := net.DialTimeout("tcp", net.JoinHostPort(os.Args[1], os.Args[2]), 8*time.Second)
	if err == nil {
		plain.SetDeadline(time.Now().Add(8 * time.Second))
		err = tls.Client(plain, &tls.Config{ServerName: os.Args[3]}).Handshake()
	}
	if err == nil {
		fmt.Println("ACCEPT")
	} else if strings.Contains(err.Error(), "x509: ") {
		fmt.Printf("REJECT\\n%v\\n", err)
	} else {
		fmt.Printf("FAILED\\n%v\\n", err)
	}
}
`

/** crypto/tls, compiled for the purpose, in a cache of its own. From 1.20 on the standard library does not come compiled: that takes too long. */
export const go: Probe = {
  runtime: 'go',
  trusts: ['SSL_CERT_FILE', 'SSL_CERT_DIR'],
  invoke: direct((_, { asking: { installation }, address, port, host }) => {
    const [major = 0, minor = 0] = (installation.version ?? '').split('.').map(Number)
    if (major !== 1 || minor >= 20) return { cannot: 'its standard library would have to be compiled first' }
    return {
      argv: [installation.path, 'run', 'probe.go', address, String(port), host],
      env: { GO111MODULE: 'off', GOENV: 'off', GOFLAGS: '', GOTOOLCHAIN: 'local' },
      files: { 'probe.go': source },
    }
  }),
  read: scriptAnswer,
}
