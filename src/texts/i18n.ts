import { i18n } from '@lingui/core';
import { activateLanguage } from './language.ts';

// Who imports this module begins when it has ended: no text is asked for before there is a language.
await activateLanguage();

export { i18n };
