import type { Sha256 } from '../model/sha256.ts'

/**
 * Authorities to which most public servers lead, by the SHA-256 of their roots: members of the table that at least four
 * programmes trust. A test compares the list with the table. The sources of the time are verified against these alone.
 */
export const wellKnownAuthorities: ReadonlySet<Sha256> = new Set(
  [
    '179fbc148a3dd00fd24ea13458cc43bfa7f59c8182d783a513f6ebec100c8924', // GlobalSign ECC Root CA - R5
    '18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4', // Amazon Root CA 3
    '1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4', // Amazon Root CA 2
    '2cabeafe37d06ca22aba7391c0033d25982952c453647349763a3ab5ad6ccf69', // GlobalSign Root CA - R6
    '31ad6648f8104138c738f39ea4320133393e3a18cc02296ef97c2ac9ef6731d0', // DigiCert Global Root G3
    '349dfa4058c5e263123b398ae795573c4e1313c83fe68f93556cd5e8031b3c7d', // GTS Root R4
    '34d8a73ee208d9bcdb0d956520934b4e40e69482596e8b6f73c8426b010a6f48', // GTS Root R3
    '4fa3126d8d3a11d1c4855a4f807cbad6cf919d3a5a88b03bea2c6372d93c40c9', // GlobalSign Root R46
    '4ff460d54b9c86dabfbcfc5712e0400d2bed3fbc4d4fbdaa86e06adcd2a9ad7a', // USERTrust ECC Certification Authority
    '69729b8e15a86efc177a57afb7171dfc64add28c2fca8cf1507e34453ccb1470', // ISRG Root X2
    '7bb647a62aeeac88bf257aa522d01ffea395e0ab45c73f93f65654ec38f25a06', // Sectigo Public Server Authentication Root R46
    '8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e', // Amazon Root CA 1
    '8faf7d2e2cb4709bb8e0b33666bf75a5dd45b5de480f8ea8d4bfe6bebc17f2ed', // SSL.com TLS RSA Root CA 2022
    '96bcec06264976f37460779acf28c5a7cfe8a3c0aae11a8ffcee05c0bddf08c6', // ISRG Root X1
    'c32ffd9f46f936d16c3673990959434b9ad60aafbb9e7cf33654f144cc1ba143', // SSL.com TLS ECC Root CA 2022
    'c90f26f0fb1b4018b22227519b5ca2b53e2ca5b3be5cf18efe1bef47380c5383', // Sectigo Public Server Authentication Root E46
    'cb3ccbb76031e5e0138f8dd39a23f9de47ffc35e43c1144cea27d46a5ab1cb5f', // DigiCert Global Root G2
    'cbb522d7b7f127ad6a0113865bdf1cd4102e7d0759af635a7cf4720dc963c53b', // GlobalSign Root CA - R3
    'cbb9c44d84b8043e1050ea31a69f514955d7bfd2e2c6b49301019ad61d9f5058', // GlobalSign Root E46
    'd947432abde7b7fa90fc2e6b59101b1280e0e1c7e4e40fa3c6887fff57a7f4cf', // GTS Root R1
    'e793c9b02fd8aa13e21c31228accb08119643b749c898964b1746d46c3d4cbd2', // USERTrust RSA Certification Authority
    '018e13f0772532cf809bd1b17281867283fc48c6e13be9c69812854a490c1b05', // DigiCert TLS ECC P384 Root G5
    '358df39d764af9e1b766e9c972df352ee15cfac227af6ad1d70e8e4a6edcba02', // Microsoft ECC Root Certificate Authority 2017
    '371a00dc0533b3721a7eeb40e8419e70799d2b0a0f2c1d80693165f7cec4ad75', // DigiCert TLS RSA4096 Root G5
    '45140b3247eb9cc8c5b4f0d7b53091f73292089e6e5a63e2749dd3aca9198eda', // Go Daddy Root Certificate Authority - G2
    'c741f70f4b2a8d88bf2e71c14122ef53ef10eba0cfa5e64cfa20f418853073e0', // Microsoft RSA Root Certificate Authority 2017
  ].map((text) => text as Sha256),
)
