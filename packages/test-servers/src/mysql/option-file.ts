const escapes: Readonly<Record<string, string>> = { '\\': '\\\\', '"': '\\"', '\n': '\\n', '\r': '\\r', '\t': '\\t' }

/** Text of an option file, see https://dev.mysql.com/doc/refman/9.7/en/option-files.html */
export function optionFile(settings: Readonly<Record<string, string>>): string {
  const lines = Object.entries(settings).map(
    ([name, value]) => `${name} = "${value.replace(/[\\"\n\r\t]/g, (character) => escapes[character] ?? '')}"`,
  )
  return ['# Written before each start by @muxpool/test-servers.', '[server]', ...lines, ''].join('\n')
}
