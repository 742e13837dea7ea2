import importX, { createNodeResolver } from 'eslint-plugin-import-x';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';

/** Which folder of `src` may not import which: imports point inward (ARCHITECTURE.md). */
const forbidden = [
  { target: './src/primitives', from: './src', except: ['./primitives'] },
  { target: './src/protocol', from: './src', except: ['./protocol', './primitives'] },
  { target: './src/texts', from: './src', except: ['./texts', './locales', './primitives'] },
  { target: './src/compiler', from: './src', except: ['./compiler', './protocol', './primitives', './texts'] },
  { target: './src/replica', from: './src', except: ['./replica', './primitives'] },
  { target: './src/storage', from: './src', except: ['./storage', './primitives', './replica/state'] },
  { target: './src/workers', from: './src/app' },
  { target: './src/app', from: './src', except: ['./app', './texts', './protocol', './primitives'] },
  { target: './src/replica/system-api', from: './src/replica/canister' },
  { target: './e2e', from: './src' },
];

/** Features of the page never import each other; they share `state` and `common`. */
const features = ['canister', 'candid', 'compare', 'editor', 'files', 'logs', 'memory', 'modules', 'samples', 'state-table', 'share', 'steps', 'timeline', 'terminal', 'lessons', 'snapshots', 'moments', 'workshop'];
const shared = ['common', 'session', 'state'].map((folder) => ({ target: `./src/app/${folder}`, from: [...features, 'layout'].map((feature) => `./src/app/${feature}`) }));
const featureZones = features.map((feature) => ({
  target: `./src/app/${feature}`,
  from: features.filter((other) => other !== feature).map((other) => `./src/app/${other}`),
}));

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'test-results/', 'playwright-report/'] },
  ...tseslint.configs.recommendedTypeChecked,
  {
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    plugins: { 'import-x': importX },
    settings: {
      'import-x/extensions': ['.ts', '.tsx'],
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts', '.tsx'] },
      'import-x/resolver-next': [createNodeResolver({ extensions: ['.ts', '.tsx', '.mjs', '.js'] })],
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/require-await': 'off',
      'import-x/no-restricted-paths': ['error', { zones: [...forbidden, ...featureZones, ...shared] }],
      'import-x/no-cycle': 'error',
      'no-restricted-syntax': [
        'error',
        { selector: "CallExpression[callee.object.name='window'][callee.property.name=/^(alert|confirm|prompt)$/]", message: 'Use a dialog of the page.' },
      ],
    },
  },
  { files: ['src/app/**', 'src/main.tsx'], plugins: { 'react-hooks': reactHooks }, rules: reactHooks.configs.recommended.rules },
  {
    files: ['src/replica/**/*.ts'],
    rules: {
      // What ends an execution is thrown through Wasm frames; it is no error of this program and carries no stack.
      '@typescript-eslint/only-throw-error': ['error', { allow: [{ from: 'file', name: ['GuestTrap', 'ChunkMiss', 'HeldChunkMiss'] }] }],
    },
  },
  {
    // Tests of the machine run it on the storage in memory.
    files: ['src/replica/testing/**', 'src/replica/**/*.test.ts'],
    rules: { 'import-x/no-restricted-paths': 'off' },
  },
  {
    files: ['src/replica/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-globals': ['error', 'Date', 'window', 'document', 'indexedDB', 'performance', 'setTimeout', 'crypto'],
      'no-restricted-properties': ['error', { object: 'Math', property: 'random', message: 'The replica is deterministic.' }],
    },
  },
  {
    files: ['src/replica/**/*.ts', 'src/storage/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': ['error', { selector: "ThrowStatement > NewExpression[callee.name='Error']", message: 'Guest failures are values, bugs are ReplicaBug.' }],
    },
  },
  { files: ['**/*.mjs', '**/*.js'], extends: [tseslint.configs.disableTypeChecked] },
);
