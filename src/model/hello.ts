/**
 * The class of ClientHello that drew a chain. Servers may answer different hellos with different chains.
 *
 * `tls1.3` offers TLS 1.3 and 1.2, `tls1.2` offers at most 1.2 (down to 1.0), both with RSA and ECDSA;
 * `-rsa` and `-ecdsa` offer that kind of certificate only; `-nosni` sends no server name.
 * `any` is a chain that came from a file: it stands for every class.
 */
export type HelloClass = (typeof helloClasses)[number]

export const helloClasses = [
  'any',
  'tls1.3',
  'tls1.2',
  'tls1.3-rsa',
  'tls1.3-ecdsa',
  'tls1.2-rsa',
  'tls1.2-ecdsa',
  'tls1.3-nosni',
  'tls1.2-nosni',
] as const
