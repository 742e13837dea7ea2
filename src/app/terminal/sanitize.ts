/** What canisters say is text: nothing in it may move the cursor, change colours, titles or the clipboard, or turn the reading direction. */

/** Escape sequences as a whole: operating system commands and other strings, control sequences, and the short ones. */
const SEQUENCES = /(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[\s\S]*?(?:\u0007|\u001b\\|\u009c|$)|(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]?|\u001b[ -/]*[0-~]?/g;
const CONTROLS = /[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/** The text without control sequences and control characters; line breaks stay, tabulators become blanks. */
export const sanitize = (text: string): string =>
  text
    .replace(/\r\n?/g, '\n')
    .replace(SEQUENCES, '')
    .replace(CONTROLS, (character) => (character === '\n' ? '\n' : character === '\t' ? '  ' : ''));
