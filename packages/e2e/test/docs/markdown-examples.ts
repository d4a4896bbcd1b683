import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../../..', import.meta.url))

/** One code block of a page that is marked to be run. */
export interface Example {
  /** Page and line of the block. */
  readonly place: string
  /** The servers that it runs on. */
  readonly engine: 'postgres' | 'mysql'
  readonly code: string
  /** SQL that makes what the example expects to find. */
  readonly schema: string
  /** Lines that use what the example left, run behind it. Readers don't see them. */
  readonly test: string
  /** What must be printed, line by line: each `// prints …` of the block. */
  readonly prints: readonly string[]
}

/** `<!-- schema … -->` and `<!-- test … -->` may stand before a block that begins with three backticks and `ts run`, or `ts run mysql`. */
const block =
  /(?:<!-- schema\n(?<schema>(?:(?!-->)[\s\S])*)-->\n+)?(?:<!-- test\n(?<test>(?:(?!-->)[\s\S])*)-->\n+)?^```ts run(?<mysql> mysql)?\n(?<code>[\s\S]*?)^```$/gm

export function examplesIn(place: string, markdown: string): readonly Example[] {
  return [...markdown.matchAll(block)].map((match) => {
    const { schema = '', test = '', code = '' } = match.groups ?? {}
    const line = markdown.slice(0, match.index + match[0].indexOf('```ts run')).split('\n').length
    const prints = [...`${code}${test}`.matchAll(/\/\/ prints (.*)$/gm)].map(([, text = '']) => text)
    const engine = match.groups?.mysql === undefined ? 'postgres' : 'mysql'
    return { place: `${place}:${line}`, engine, code, schema, test, prints }
  })
}

/** Blocks that are marked, counted in the simplest way: none may be lost by the pattern above. */
export const countMarked = (markdown: string): number =>
  markdown.split('\n').filter((line) => line.startsWith('```ts run')).length

/** The README, those of the packages, and every page below docs/. */
export function pages(): readonly { readonly place: string; readonly markdown: string }[] {
  const below = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const files = below
    .filter((path) => path.endsWith('.md') && !path.includes('node_modules'))
    .map((path) => join(root, 'docs', path))
  const ofPackages = ['README.md', 'packages/pg/README.md', 'packages/mysql2/README.md'].map((path) => join(root, path))
  return [...ofPackages, ...files].map((file) => ({
    place: relative(root, file),
    markdown: readFileSync(file, 'utf8'),
  }))
}
