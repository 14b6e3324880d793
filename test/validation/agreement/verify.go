// Verify judges chains as crypto/tls does on the client's side. It reads one case as JSON a line from standard input
// and prints one line for each: "accepted", or the error.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

type question struct {
	Sent  []string `json:"sent"`
	Store []string `json:"store"`
	Host  string   `json:"host"`
	At    int64    `json:"at"`
}

func parse(text string) (*x509.Certificate, error) {
	der, err := base64.StdEncoding.DecodeString(text)
	if err != nil {
		return nil, err
	}
	return x509.ParseCertificate(der)
}

// judge follows verifyServerCertificate in crypto/tls/handshake_client.go.
func judge(q question) error {
	certs := make([]*x509.Certificate, len(q.Sent))
	for i, text := range q.Sent {
		cert, err := parse(text)
		if err != nil {
			return errors.New("tls: failed to parse certificate from server: " + err.Error())
		}
		certs[i] = cert
	}
	opts := x509.VerifyOptions{
		Roots:         x509.NewCertPool(),
		Intermediates: x509.NewCertPool(),
		CurrentTime:   time.Unix(q.At, 0).UTC(),
		DNSName:       q.Host,
	}
	// AppendCertsFromPEM leaves out what it cannot parse.
	for _, text := range q.Store {
		if cert, err := parse(text); err == nil {
			opts.Roots.AddCert(cert)
		}
	}
	for _, cert := range certs[1:] {
		opts.Intermediates.AddCert(cert)
	}
	_, err := certs[0].Verify(opts)
	return err
}

func main() {
	in := bufio.NewReaderSize(os.Stdin, 1<<20)
	for {
		line, err := in.ReadBytes('\n')
		if len(line) > 0 {
			var q question
			if err := json.Unmarshal(line, &q); err != nil {
				fmt.Fprintln(os.Stderr, err)
				os.Exit(2)
			}
			answer := "accepted"
			if err := judge(q); err != nil {
				answer = strings.ReplaceAll(err.Error(), "\n", " ")
			}
			fmt.Println(answer)
		}
		if err != nil {
			return
		}
	}
}
