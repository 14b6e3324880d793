import { family, type KnownText, type Row } from './known-text.ts'

// FormatMessage of Windows and messages of .NET in other languages. None was seen on a machine.
const windows: readonly Row[] = [
  // German
  [
    /Eine Zertifikatkette wurde zwar verarbeitet, endete jedoch mit einem Stammzertifikat, das beim Vertrauensanbieter nicht als vertrauenswürdig gilt/,
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [
    /Die Zertifikatkette wurde von einer nicht vertrauenswürdigen Zertifizierungsstelle ausgestellt/,
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [
    /Eine Zertifikatkette konnte nicht bis zu einer vertrauenswürdigen Stammzertifizierungsstelle aufgebaut werden/,
    'missing-intermediate unknown-issuer',
  ],
  [/Ein erforderliches Zertifikat befindet sich nicht im Gültigkeitszeitraum/, 'expired-unspecified not-yet-valid clock'],
  [/Das empfangene Zertifikat ist abgelaufen/, 'expired-unspecified'],
  [/Der Zielprinzipalname ist falsch/, 'wrong-host'],
  [/Die Sperrfunktion konnte (?:die|keine) Sperr(?:ung|überprüfung)[^\n]{0,80}/, 'revocation-unavailable'],
  // French
  [
    /Une chaîne de certificats a été traitée mais s'est terminée par un certificat racine qui n'est pas approuvé par le fournisseur d'approbation/,
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [
    /La chaîne de certificats a été fournie par une autorité qui n'est pas approuvée/,
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [/Le certificat reçu a expiré/, 'expired-unspecified'],
  [/Le nom principal de la cible est incorrect/, 'wrong-host'],
  [/La fonction de révocation n'a pas pu vérifier la révocation/, 'revocation-unavailable'],
  // Spanish
  [
    /Se procesó correctamente una cadena de certificados, pero termina en un certificado de raíz no compatible con el proveedor de confianza/,
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [
    /La cadena de certificación fue emitida por una entidad en la que no se confía/,
    'unknown-issuer untrusted-root-sent self-signed-target',
  ],
  [/El certificado recibido ha (?:expirado|caducado)/, 'expired-unspecified'],
  [/El nombre principal de destino es incorrecto/, 'wrong-host'],
  // Chinese
  [/已处理证书链，但是在不受信任提供程序信任的根证书中终止/, 'unknown-issuer untrusted-root-sent self-signed-target'],
  [/证书链是由不受信任的颁发机构颁发的/, 'unknown-issuer untrusted-root-sent self-signed-target'],
  [/收到的证书已过期/, 'expired-unspecified'],
  [/目标主要名称不正确/, 'wrong-host'],
  [/吊销功能无法检查证书是否吊销/, 'revocation-unavailable'],
]

const dotnet: readonly Row[] = [
  [/Das Remotezertifikat ist laut Validierungsverfahren ungültig/, 'unspecified'],
  [
    /Es konnte keine Vertrauensstellung für den sicheren SSL\/TLS-Kanal eingerichtet werden|Für den geschützten SSL\/TLS-Kanal konnte keine Vertrauensstellung hergestellt werden/,
    'unspecified',
  ],
  [/Le certificat distant n'est pas valide selon la procédure de validation/, 'unspecified'],
  [/Impossible d'établir une relation de (?:confiance|approbation) pour le canal sécurisé SSL\/TLS/, 'unspecified'],
  [/El certificado remoto no es válido según el procedimiento de validación/, 'unspecified'],
  [/No se puede establecer una relación de confianza para el canal seguro SSL\/TLS/, 'unspecified'],
  [/根据验证过程，远程证书无效/, 'unspecified'],
  [/未能为 ?SSL\/TLS ?安全通道建立信任关系/, 'unspecified'],
]

const browsers: readonly Row[] = [
  [
    /Dem Zertifikat wird nicht vertraut, weil (?:das Aussteller-?Zertifikat unbekannt ist|es vom Aussteller selbst signiert wurde)/,
    'unknown-issuer self-signed-target',
  ],
  [
    /Le certificat n'est pas sûr car (?:l'autorité délivrant le certificat est inconnue|il est auto-signé)/,
    'unknown-issuer self-signed-target',
  ],
]

/** Texts of systems in German, French, Spanish and Chinese: from knowledge alone. */
export const translatedKnown: readonly KnownText[] = [
  ...family({ runtime: 'windows', known: 'memory' }, windows),
  ...family({ runtime: 'dotnet', known: 'memory' }, dotnet),
  ...family({ runtime: 'firefox', known: 'memory' }, browsers),
]
