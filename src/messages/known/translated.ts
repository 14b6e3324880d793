import { family, type KnownText, type Row } from './known-text.ts'

// FormatMessage of Windows and messages of .NET in other languages. None was seen on a machine here. `documented`: Microsoft's translated
// documentation has it, or people pasted it into public issues (curl#12239, desktop#9811 and #3406, v2rayN#1801, azure-docs.fr-fr#749, loda-cpp#178).
const windows: readonly Row[] = [
  // German
  [
    /Eine Zertifikats?kette wurde zwar verarbeitet, endete jedoch mit einem Stammzertifikat, das beim Vertrauensanbieter nicht als vertrauensw(?:ü|ue|u)rdig gilt/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [
    /Die Zertifikatkette wurde von einer nicht vertrauenswürdigen Zertifizierungsstelle ausgestellt/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [
    /Eine Zertifikatkette konnte nicht bis zu einer vertrauenswürdigen Stammzertifizierungsstelle aufgebaut werden/,
    'missing-intermediate unknown-issuer',
  ],
  [/Ein erforderliches Zertifikat befindet sich nicht im Gültigkeitszeitraum/, 'expired-unspecified not-yet-valid clock'],
  [/Das empfangene Zertifikat ist abgelaufen/, 'expired-unspecified not-yet-valid clock', { known: 'documented' }],
  [/Der Zielprinzipalname ist falsch/, 'wrong-host', { known: 'documented' }],
  [
    /Die Sperrfunktion konnte (?:die Sperrung|keine Sperr(?:über)?prüfung)[^\n]{0,80}/,
    'revocation-unavailable',
    { known: 'documented' },
  ],
  // French
  [
    /Une chaîne de certificats a été traitée mais s'est terminée par un certificat racine qui n'est pas approuvé par le fournisseur d'approbation/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [
    /La chaîne de certificats a été fournie par une autorité qui n'est pas approuvée/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [/Le certificat reçu a expiré/, 'expired-unspecified not-yet-valid clock', { known: 'documented' }],
  [/Le nom principal de la cible est incorrect/, 'wrong-host', { known: 'documented' }],
  [/La fonction de révocation n'a pas pu vérifier la révocation/, 'revocation-unavailable', { known: 'documented' }],
  // Spanish
  [
    /Se procesó correctamente una cadena de certificados, pero termina en un certificado de raíz no compatible con el proveedor de confianza/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [
    /La cadena de certificación fue emitida por una entidad en la que no se confía/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [/El certificado recibido ha (?:expirado|caducado)/, 'expired-unspecified not-yet-valid clock'],
  [/El nombre principal de destino es incorrecto/, 'wrong-host', { known: 'documented' }],
  [/La función de revocación no puede comprobar la revocación/, 'revocation-unavailable', { known: 'documented' }],
  // Polish
  [/Funkcja odwołania nie może sprawdzić odwołania/, 'revocation-unavailable', { known: 'documented' }],
  // Japanese
  [
    /信頼されていない機関によって証 ?明書チェーンが発行されました|証明書チェーンは、?信頼されていない機関によって発行されました/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  // Chinese
  [
    /已处理证书链[，,]但是在不受信任提供程序信任的根证书中终止/,
    'unknown-issuer untrusted-root-sent self-signed-target',
    { known: 'documented' },
  ],
  [/证书链是由不受信任的颁发机构颁发的/, 'unknown-issuer untrusted-root-sent self-signed-target', { known: 'documented' }],
  [/收到的证书已过期/, 'expired-unspecified not-yet-valid clock', { known: 'documented' }],
  [/目标主[体要]名称不正确/, 'wrong-host', { known: 'documented' }],
  [/吊销功能无法检查(?:证书是否)?吊销/, 'revocation-unavailable', { known: 'documented' }],
]

const dotnet: readonly Row[] = [
  [/Das Remotezertifikat ist laut Validierungsverfahren ungültig/, 'unspecified'],
  [
    /Es konnte keine Vertrauensstellung für den sicheren SSL\/TLS-Kanal eingerichtet werden|Für den (?:geschützten|sicheren) SSL\/TLS-Kanal konnte keine Vertrauensstellung hergestellt werden/,
    'unspecified',
  ],
  [/Le certificat distant n'est pas valide selon la procédure de validation/, 'unspecified'],
  [/Impossible d'établir une relation de (?:confiance|approbation) pour le canal sécurisé SSL\/TLS/, 'unspecified'],
  [/El certificado remoto no es válido según el procedimiento de validación/, 'unspecified'],
  [/No se puede establecer una relación de confianza para el canal seguro SSL\/TLS/, 'unspecified'],
  [/根据验证过程，远程证书无效/, 'unspecified'],
  [/未能为 ?SSL\/TLS ?安全通道建立信任关系/, 'unspecified'],
  [/由于远程方已关闭传输流，身份验证失败/, 'handshake-unspecified'],
  [/SSL\/TLS のセキュリティで保護されているチャネルに対する信頼関係を確立できませんでした/, 'unspecified'],
  [/検証プロシージャによると、リモート証明書は無効です/, 'unspecified'],
]

const browsers: readonly Row[] = [
  [
    /Dem Zertifikat wird nicht vertraut, weil (?:das Aussteller-?Zertifikat unbekannt ist|der Aussteller des Zertifikats unbekannt ist|dem Aussteller-Zertifikat nicht vertraut wird|es vom Aussteller selbst signiert wurde)/,
    'unknown-issuer self-signed-target',
  ],
  [
    // browser/aboutCertError.ftl in French.
    /Le certificat n'est pas sûr car (?:le certificat de l'autorité l'ayant délivré (?:est invalide|n'est pas digne de confiance)|il est auto-signé)/,
    'unknown-issuer self-signed-target',
    { known: 'source' },
  ],
]

/** Texts of systems in German, French, Spanish, Polish, Japanese and Chinese. */
export const translatedKnown: readonly KnownText[] = [
  ...family({ runtime: 'windows', known: 'memory' }, windows),
  ...family({ runtime: 'dotnet', known: 'documented' }, dotnet),
  ...family({ runtime: 'firefox', known: 'documented' }, browsers),
]
