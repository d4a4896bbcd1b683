/** The packages that are published, in the order in which they build on each other. */
export const publishedPackages: readonly string[] = ['core', 'pg', 'mysql2']
