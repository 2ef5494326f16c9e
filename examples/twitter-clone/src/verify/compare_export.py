"""Compares an exported file with the posts it was made of, row by row.

usage: compare_export.py (csv|ndjson) FILE < POSTS

POSTS are JSON lines from the generator; FILE may hold them in any order. Prints a verdict as JSON. Nothing here is
shared with the exporter: Python's own csv and json modules read, and the rules for a cell are written down again below.
A row is remembered by a 64-bit hash, so that millions of them fit into memory.
"""

import csv
import json
import sys

COLUMNS = ["PostID", "UserID", "DateCreated", "Content", "Tags"]
FORMULA_BEGINNINGS = tuple("=+-@\t\r\n＝＋－＠")
EXAMPLES = 5


def main():
    file_format, path = sys.argv[1:]
    expected = {post["PostID"]: hash(expected_row(file_format, post)) for post in posts(sys.stdin.buffer)}
    verdict = {"expectedRows": len(expected), "rows": 0, "differing": [], "unexpected": []}
    for row in read_rows(file_format, path):
        verdict["rows"] += 1
        post_id = int(row[0])
        found = expected.pop(post_id, None)
        if found is None:
            note(verdict["unexpected"], post_id)
        elif found != hash(row):
            note(verdict["differing"], post_id)
    verdict["missing"] = [str(post_id) for post_id in list(expected)[:EXAMPLES]]
    verdict["isEqual"] = not (verdict["differing"] or verdict["unexpected"] or verdict["missing"])
    print(json.dumps(verdict))


def posts(lines):
    """Python's integers have no limit: every digit is kept."""
    return (json.loads(line) for line in lines)


def read_rows(file_format, path):
    return read_csv(path) if file_format == "csv" else read_ndjson(path)


def read_csv(path):
    with open(path, encoding="utf-8", newline="") as file:
        rows = csv.reader(file, strict=True)
        header = next(rows)
        if header != COLUMNS:
            raise SystemExit(f"The header row is {header}.")
        yield from map(tuple, rows)


def read_ndjson(path):
    with open(path, "rb") as file:
        for line in file:
            row = json.loads(line)
            if list(row) != COLUMNS:
                raise SystemExit(f"The keys of a line are {list(row)}.")
            yield json_row(row)


def expected_row(file_format, post):
    return csv_row(post) if file_format == "csv" else json_row(post)


def csv_row(post):
    tags = post.get("Tags") or []
    return (
        str(post["PostID"]),
        str(post["UserID"]),
        post.get("DateCreated") or "",
        guarded(post.get("Content") or ""),
        guarded(";".join(tags)),
    )


def guarded(text):
    return "'" + text if text.startswith(FORMULA_BEGINNINGS) else text


def json_row(post):
    tags = post.get("Tags")
    return (
        post["PostID"],
        post["UserID"],
        post.get("DateCreated"),
        post.get("Content"),
        None if tags is None else tuple(tags),
    )


def note(examples, post_id):
    if len(examples) < EXAMPLES:
        examples.append(str(post_id))


if __name__ == "__main__":
    main()
