const noNode = 'The Pulumi extension of azd runs on Node.js, which is not on the PATH: https://nodejs.org';

const shell = `#!/bin/sh
if ! command -v node >/dev/null 2>&1; then
  echo '${noNode}' >&2
  exit 1
fi
exec node "\${0%/*}/../dist/main.js" "$@"
`;

const batch = `@echo off
where /q node || (
  echo ${noNode} 1>&2
  exit /b 1
)
node "%~dp0..\\dist\\main.js" %*
`;

/** What azd starts. */
export const launchers = {
  'bin/azd-pulumi': shell,
  'bin/azd-pulumi.cmd': batch.replaceAll('\n', '\r\n'),
} as const;
