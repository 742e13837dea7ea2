import { transformAsync } from '@babel/core';
import macros from '@lingui/babel-plugin-lingui-macro';
import { makeConfig } from '@lingui/conf';
import { compileMessageOrThrow } from '@lingui/message-utils/compileMessage';

const MACROS = '@lingui/core/macro';
const SOURCE = /\/src\/(?:app\/.*|compiler\/.*|main)\.tsx?$/;

export const usesMacros = (source) => source.includes(MACROS);

/** How Babel reads a file of the source; its types stay for those who come after. */
export const parserOptions = (path) => ({ plugins: path.endsWith('x') ? ['typescript', 'jsx'] : ['typescript'] });

/** Texts are asked of a module that has decided for a language first, so that constants of modules may be texts too. */
const linguiConfig = makeConfig({ locales: ['en'], sourceLocale: 'en', runtimeConfigModule: ['#texts', 'i18n'] });

/**
 * Makes calls of the catalogue out of Lingui's macros (`t`, `plural`, `select`), in builds, while developing, and in tests. English is what
 * the source says, so its messages stay there; they are parsed here, which saves the page the parser.
 */
export function texts() {
  return {
    name: 'texts',
    enforce: 'pre',
    config: () => ({ optimizeDeps: { include: ['@lingui/core'], exclude: [MACROS] } }),
    async transform(source, id) {
      const path = id.replace(/\?.*/, '');
      if (!SOURCE.test(path) || !usesMacros(source)) return undefined;
      const { code, map } = await transformAsync(source, {
        filename: path,
        configFile: false,
        babelrc: false,
        sourceMaps: true,
        parserOpts: parserOptions(path),
        plugins: [[macros, { linguiConfig, stripMessageField: false }], parsedMessages],
      });
      return { code, map };
    },
  };
}

/** Writes the messages of calls as the parts they have: `Use the {theme} theme` as `['Use the ', ['theme'], ' theme']`. */
function parsedMessages({ types }) {
  const isMessage = ({ leadingComments }) => leadingComments?.some(({ value }) => value === 'i18n');
  const parse = ({ node }) => {
    const message = isMessage(node) && node.properties.find(({ key }) => key.name === 'message');
    // By way of JSON, which leaves out what is undefined.
    if (message) message.value = types.valueToNode(JSON.parse(JSON.stringify(compileMessageOrThrow(message.value.value))));
  };
  return { visitor: { Program: { exit: (program) => program.traverse({ ObjectExpression: parse }) } } };
}
