export interface Table {
  readonly name: string
  readonly key: string
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
  readonly times: readonly string[]
}

export const tables: readonly Table[] = [
  {
    name: 'users',
    key: 'id',
    numbers: ['id', 'age', 'tenant_id'],
    texts: ['email', 'name', 'role'],
    times: ['created_at', 'updated_at', 'deleted_at'],
  },
  {
    name: 'posts',
    key: 'id',
    numbers: ['id', 'user_id', 'views'],
    texts: ['title', 'body', 'slug', 'status'],
    times: ['published_at', 'created_at'],
  },
  {
    name: 'comments',
    key: 'id',
    numbers: ['id', 'post_id', 'user_id', 'parent_id'],
    texts: ['body'],
    times: ['created_at'],
  },
  {
    name: 'orders',
    key: 'id',
    numbers: ['id', 'user_id', 'total'],
    texts: ['status', 'note', 'currency'],
    times: ['placed_at'],
  },
  {
    name: 'products',
    key: 'sku',
    numbers: ['price', 'stock', 'category_id'],
    texts: ['sku', 'name'],
    times: ['created_at'],
  },
  {
    name: 'jobs',
    key: 'queue',
    numbers: ['priority', 'attempts'],
    texts: ['queue', 'state', 'locked_by'],
    times: ['run_at', 'locked_at', 'completed_at'],
  },
]
