// Arguments: port, host, file of authorities, seconds since the epoch.
package main

import (
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"net"
	"os"
	"strconv"
	"time"
)

func main() {
	pem, err := os.ReadFile(os.Args[3])
	if err != nil {
		panic(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(pem)
	seconds, _ := strconv.ParseInt(os.Args[4], 10, 64)
	config := &tls.Config{
		RootCAs:    roots,
		ServerName: os.Args[2],
		Time:       func() time.Time { return time.Unix(seconds, 0).UTC() },
	}
	dialer := &net.Dialer{Timeout: 8 * time.Second}
	connection, err := tls.DialWithDialer(dialer, "tcp", "127.0.0.1:"+os.Args[1], config)
	if err != nil {
		fmt.Printf("REJECT %v\n", err)
		return
	}
	connection.Close()
	fmt.Println("ACCEPT")
}
