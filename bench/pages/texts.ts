import { i18n } from '@lingui/core';

/** Texts of programs that are put into a page: in English, and at once, since a script cannot wait for a language. */
i18n.loadAndActivate({ locale: 'en', messages: {} });

export { i18n };
