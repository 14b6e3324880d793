/** p11-kit reads the folders of another distribution (p11-kit's pkcs11.conf(5), `x-init-reserved` of the trust module). */
export const readsFrom = (source: string, packaged: string): string => `mkdir -p /etc/pkcs11/modules
mkdir -p ${source}/anchors ${source}/blocklist ${packaged}/anchors
cat > /etc/pkcs11/modules/p11-kit-trust.module <<E
module: p11-kit-trust.so
priority: 1
trust-policy: yes
x-init-reserved: paths=${source}:${packaged}
E
`
