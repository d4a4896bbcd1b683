/** What the ordinary statements work on: a shop, a blog, TPC-B and TPC-C. */
export const corpusSchema = `
  create table users (id serial primary key, email text unique, name text, role text default 'user', age int,
    active boolean default true, settings jsonb default '{}', tags text[] default '{}', tenant_id int,
    search tsvector, created_at timestamptz default now(), updated_at timestamptz, deleted_at timestamptz);
  create table posts (id serial primary key, user_id int references users, title text, body text, slug text unique,
    status text default 'draft', views int default 0, meta jsonb, published_at timestamptz,
    created_at timestamptz default now());
  create table comments (id bigserial primary key, post_id int references posts on delete cascade,
    user_id int references users, parent_id bigint references comments, body text, created_at timestamptz default now());
  create table tags (id serial primary key, name text unique);
  create table post_tags (post_id int references posts, tag_id int references tags, primary key (post_id, tag_id));
  create table products (id uuid primary key default gen_random_uuid(), sku text unique, name text, price numeric(10, 2),
    stock int, attributes jsonb, category_id int, created_at timestamptz default now());
  create table categories (id serial primary key, parent_id int references categories, name text, path text);
  create table orders (id bigint generated always as identity primary key, user_id int references users,
    status text, total numeric(12, 2), currency char(3) default 'EUR', placed_at timestamptz default now(), note text);
  create table order_items (order_id bigint references orders, line int, product_id uuid references products, qty int,
    price numeric(10, 2), primary key (order_id, line));
  create table sessions (sid text primary key, sess json, expire timestamp(6));
  create table jobs (id uuid primary key default gen_random_uuid(), queue text, state text default 'created',
    priority int default 0, payload jsonb, run_at timestamptz default now(), attempts int default 0, locked_by text,
    locked_at timestamptz, completed_at timestamptz);
  create table events (id bigserial, kind text, at timestamptz default now(), data jsonb) partition by range (at);
  create table events_2024 partition of events for values from ('2024-01-01') to ('2025-01-01');
  create table events_rest partition of events default;
  create table accounts (aid int primary key, bid int, abalance int, filler char(84));
  create table tellers (tid int primary key, bid int, tbalance int, filler char(84));
  create table branches (bid int primary key, bbalance int, filler char(88));
  create table history (tid int, bid int, aid int, delta int, mtime timestamp, filler char(22));
  create table warehouse (w_id int primary key, w_name text, w_tax numeric(4, 4), w_ytd numeric(12, 2));
  create table district (d_w_id int, d_id int, d_name text, d_tax numeric(4, 4), d_ytd numeric(12, 2), d_next_o_id int,
    primary key (d_w_id, d_id));
  create table customer (c_w_id int, c_d_id int, c_id int, c_first text, c_middle text, c_last text, c_credit char(2),
    c_discount numeric(4, 4), c_balance numeric(12, 2), c_ytd_payment numeric(12, 2), c_payment_cnt int, c_data text,
    primary key (c_w_id, c_d_id, c_id));
  create table new_order (no_w_id int, no_d_id int, no_o_id int, primary key (no_w_id, no_d_id, no_o_id));
  create table oorder (o_w_id int, o_d_id int, o_id int, o_c_id int, o_carrier_id int, o_ol_cnt int, o_all_local int,
    o_entry_d timestamp, primary key (o_w_id, o_d_id, o_id));
  create table order_line (ol_w_id int, ol_d_id int, ol_o_id int, ol_number int, ol_i_id int, ol_supply_w_id int,
    ol_delivery_d timestamp, ol_quantity int, ol_amount numeric(6, 2), ol_dist_info text,
    primary key (ol_w_id, ol_d_id, ol_o_id, ol_number));
  create table item (i_id int primary key, i_name text, i_price numeric(5, 2), i_data text);
  create table stock (s_w_id int, s_i_id int, s_quantity int, s_ytd int, s_order_cnt int, s_remote_cnt int, s_data text,
    s_dist_01 text, primary key (s_w_id, s_i_id));
  create extension pg_trgm;
  create extension pgcrypto;
  create extension hstore;
  create extension unaccent;
`
