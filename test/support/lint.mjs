import { text } from 'node:stream/consumers';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';

/**
 * Lints source texts by this repository's rules for imports, as if each stood in the file it names. Reads them from
 * standard input, as JSON `[{ file, source }]`; prints for each whether it is accepted.
 */
const plants = JSON.parse(await text(process.stdin));
const eslint = new ESLint({
  overrideConfig: [
    // Rules that need types would need a program for each text.
    { ...tseslint.configs.disableTypeChecked, files: ['**/*.ts'] },
    { files: ['**/*.ts'], languageOptions: { parserOptions: { projectService: false } } },
  ],
  ruleFilter: ({ ruleId }) => ruleId.startsWith('boundaries/') || ruleId.startsWith('no-restricted-'),
});
const accepted = [];
for (const { file, source } of plants) {
  const [{ messages }] = await eslint.lintText(source, { filePath: file });
  const failure = messages.find(({ ruleId }) => ruleId === null);
  if (failure) throw new Error(`${file}: ${failure.message}`);
  accepted.push(messages.length === 0);
}
process.stdout.write(JSON.stringify(accepted));
