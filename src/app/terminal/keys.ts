/** What a terminal sends, cut into keys: control sequences as a whole, text in one piece. Pure. */

const KEYS = /\u001b\[[0-?]*[ -/]*[@-~]|\u001bO[@-~]|\u001b[a-z]|[\u0000-\u001f\u007f]|[^\u0000-\u001f\u007f]+/g;

export const keysOf = (data: string): readonly string[] => data.replace(/\r\n/g, '\r').match(KEYS) ?? [];

/** Whether a key is text to put in. */
export const isText = (key: string): boolean => (key.codePointAt(0) ?? 0) >= 0x20 && key !== '\u007f';
