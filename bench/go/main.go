// The Go side of the benchmarks. It reads one command a line and answers each with microseconds of processor time, user and
// system, for one:
//
//	handshake <address> <1.2|1.3> <times> <parallel>   a full handshake, and the certificates that came with it
//	verify <folder> <times>                            parse leaf-*.der in turn, and verify it under root.der and intermediate.der
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
)

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		var command, where, version string
		var times, parallel int
		command = strings.SplitN(lines.Text(), " ", 2)[0]
		var one func(int) error
		if command == "handshake" {
			fmt.Sscan(lines.Text(), &command, &where, &version, &times, &parallel)
			one = handshake(where, version)
		} else {
			fmt.Sscan(lines.Text(), &command, &where, &times)
			parallel = 1
			one = verify(where)
		}
		micros, err := cost(times, parallel, one)
		if err != nil {
			fmt.Println("error", err)
		} else {
			fmt.Println(micros)
		}
	}
}

func cost(times int, parallel int, one func(int) error) (float64, error) {
	var next int64 = -1
	var failed atomic.Value
	var workers sync.WaitGroup
	before := used()
	for i := 0; i < parallel; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for {
				n := int(atomic.AddInt64(&next, 1))
				if n >= times {
					return
				}
				if err := one(n); err != nil {
					failed.Store(err)
					return
				}
			}
		}()
	}
	workers.Wait()
	if err, ok := failed.Load().(error); ok {
		return 0, err
	}
	return (used() - before) / float64(times), nil
}

func used() float64 {
	var usage syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &usage)
	return float64(usage.Utime.Sec+usage.Stime.Sec)*1e6 + float64(usage.Utime.Usec+usage.Stime.Usec)
}

// The chain is not verified: the time is that of the handshake.
func handshake(address string, version string) func(int) error {
	v := uint16(tls.VersionTLS12)
	if version == "1.3" {
		v = tls.VersionTLS13
	}
	config := &tls.Config{ServerName: "localhost", InsecureSkipVerify: true, MinVersion: v, MaxVersion: v}
	return func(int) error {
		connection, err := net.Dial("tcp", address)
		if err != nil {
			return err
		}
		connection.(*net.TCPConn).SetLinger(0)
		defer connection.Close()
		client := tls.Client(connection, config)
		if err := client.Handshake(); err != nil {
			return err
		}
		if n := len(client.ConnectionState().PeerCertificates); n != 3 {
			return fmt.Errorf("%d certificates", n)
		}
		return nil
	}
}

func verify(folder string) func(int) error {
	pool := func(name string) *x509.CertPool {
		der, _ := os.ReadFile(filepath.Join(folder, name))
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			panic(err)
		}
		pool := x509.NewCertPool()
		pool.AddCert(certificate)
		return pool
	}
	options := x509.VerifyOptions{DNSName: "localhost", Roots: pool("root.der"), Intermediates: pool("intermediate.der")}
	names, _ := filepath.Glob(filepath.Join(folder, "leaf-*.der"))
	leaves := make([][]byte, len(names))
	for i, name := range names {
		leaves[i], _ = os.ReadFile(name)
	}
	return func(n int) error {
		leaf, err := x509.ParseCertificate(leaves[n%len(leaves)])
		if err != nil {
			return err
		}
		_, err = leaf.Verify(options)
		return err
	}
}
