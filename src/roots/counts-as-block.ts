/**
 * Whether a platform's block is a word about servers. Windows' list of disallowed certificates is for every purpose, and has roots whose
 * programme goes on for servers (SecureSign Root CA12 in 2026): of it count those alone that no platform ever trusted.
 */
export const countsAsBlock = (platform: string, wasTrusted: boolean): boolean => platform !== 'windows' || !wasTrusted
