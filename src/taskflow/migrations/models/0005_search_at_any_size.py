"""Expand: let a search cost the same however many tasks there are, be its words common, rare or nowhere."""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

# The planner takes a word that it has not seen for a common one, and goes through all documents to find none. So the
# newest are looked at first. When they are not enough, what they held tells whether to go on along them or to read all
# that the index of words has: `most` are found along them after most * total / seen * 5000 documents, and the index has
# about total * seen / 5000.
FIND = """
    create function walk_search_documents(workspace uuid, wanted tsquery, most int) returns setof uuid
    language plpgsql stable rows 100 set enable_bitmapscan = off set enable_seqscan = off as $$
    begin
        return query execute
            'select d.id from search_documents d where d.workspace_id = $1 and d.words @@ $2 order by d.id desc limit $3'
            using workspace, wanted, most;
    end $$;
    create function gather_search_documents(workspace uuid, wanted tsquery, most int) returns setof uuid
    language plpgsql stable rows 100 set enable_indexscan = off set enable_seqscan = off as $$
    begin
        return query execute
            'select d.id from search_documents d where d.workspace_id = $1 and d.words @@ $2 order by d.id desc limit $3'
            using workspace, wanted, most;
    end $$;
    create or replace function find_search_documents(workspace uuid, wanted tsquery, most int)
    returns setof uuid language plpgsql stable rows 100 as $$
    declare
        newest uuid[] := array(select d.id from (select s.id, s.words from search_documents s
            where s.workspace_id = workspace order by s.id desc limit 5000) d
            where d.words @@ wanted order by d.id desc limit most);
        seen bigint := cardinality(newest);
    begin
        if seen = most then
            return query select n.id from unnest(newest) with ordinality as n(id, place) order by n.place;
        elsif seen * seen * (select coalesce(sum(c.task_count), 0) from project_columns c
                where c.workspace_id = workspace) > most * 25000000::bigint then
            return query select f from walk_search_documents(workspace, wanted, most) f;
        else
            return query select f from gather_search_documents(workspace, wanted, most) f;
        end if;
    end $$;
"""
# Comparing a title with a word takes ten microseconds: of the titles that the index gives, a thousand are compared, and
# the newest with two letters swapped besides.
SIMILAR = """
    do $$ begin perform word_similarity('', ''); end $$;  -- loads the library, whose setting the function names
    create or replace function find_similar_titles(workspace uuid, wanted text[], swapped text[], most int)
    returns table (id uuid, likeness real) language plpgsql stable rows 50
    set pg_trgm.word_similarity_threshold = 0.3 set enable_seqscan = off set enable_indexscan = off as $$
    declare
        folded text[] := array(select lower(unaccent(w)) from unnest(wanted) w);
        others tsquery[] := array(select to_tsquery('taskflow', s) from unnest(swapped) s);
        conditions text := (select string_agg(format('($2[%1$s] <%% d.title or d.words @@ $3[%1$s])', n), ' and ')
            from generate_subscripts(wanted, 1) n);
        every tsquery := (select case when bool_and(numnode(o) > 0) then string_agg(format('(%s)', o), ' & ') else '' end
            from unnest(others) o)::tsquery;
    begin
        return query execute
            'with near as (select d.id, d.title, d.words from search_documents d where d.workspace_id = $1 and '
            || conditions || ' limit 1000),'
            ' swaps as (select s.id, s.title, s.words from search_documents s where s.id in'
            '  (select f from find_search_documents($1, $5, $4) f))'
            ' select c.id, max((select avg(greatest(word_similarity(w, c.title), case when c.words @@ o then 0.8 end))'
            ' from unnest($2, $3) as u(w, o)))::real from (select * from near union all select * from swaps) c'
            ' group by c.id order by 2 desc, 1 desc limit $4'
            using workspace, folded, others, most, every;
    end $$;
"""
# As 0004 made them.
FIND_BEFORE = """
    create or replace function find_search_documents(workspace uuid, wanted tsquery, most int)
    returns setof uuid language plpgsql stable rows 100 as $$
    begin
        return query execute
            'select d.id from search_documents d where d.workspace_id = $1 and d.words @@ $2 order by d.id desc limit $3'
            using workspace, wanted, most;
    end $$;
    drop function walk_search_documents, gather_search_documents;
"""
SIMILAR_BEFORE = """
    do $$ begin perform word_similarity('', ''); end $$;
    create or replace function find_similar_titles(workspace uuid, wanted text[], swapped text[], most int)
    returns table (id uuid, likeness real) language plpgsql stable rows 50
    set pg_trgm.word_similarity_threshold = 0.3 as $$
    declare
        folded text[] := array(select lower(unaccent(w)) from unnest(wanted) w);
        others tsquery[] := array(select to_tsquery('taskflow', s) from unnest(swapped) s);
        conditions text := (select string_agg(format('($2[%1$s] <%% d.title or d.words @@ $3[%1$s])', n), ' and ')
            from generate_subscripts(wanted, 1) n);
    begin
        return query execute
            'select d.id, (select avg(greatest(word_similarity(w, d.title), case when d.words @@ o then 0.8 end))'
            ' from unnest($2, $3) as u(w, o))::real from search_documents d'
            ' where d.workspace_id = $1 and ' || conditions || ' order by 2 desc, 1 desc limit $4'
            using workspace, folded, others, most;
    end $$;
"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    return FIND + SIMILAR


async def downgrade(db: BaseDBAsyncClient) -> str:
    return SIMILAR_BEFORE + FIND_BEFORE
