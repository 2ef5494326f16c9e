"""The script people write in Python: helpers.scan, csv, boto3. Takes the same job as the other programs."""

import csv
import itertools
import json
import os
import re
import resource
import sys

import boto3
from elasticsearch import Elasticsearch, helpers

job = json.loads(sys.argv[1])


def value_at(document, path):
    for key in path.split("."):
        if not isinstance(document, dict):
            return None
        document = document.get(key)
    return ";".join(document) if isinstance(document, list) else document


def peak_rss_bytes():
    with open("/proc/self/status", encoding="ascii") as status:
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read()).group(1)) * 1024


client = Elasticsearch(job["elasticsearchUrl"])
hits = helpers.scan(client, index=",".join(job["indices"]), size=10_000)
path = os.path.join(job["folder"], "scan.csv")
rows = 0
with open(path, "w", encoding="utf-8", newline="") as file:
    writer = csv.writer(file)
    writer.writerow(job["columns"])
    for hit in itertools.islice(hits, job.get("limit")):
        writer.writerow([value_at(hit["_source"], column) for column in job["columns"]])
        rows += 1
hits.close()

s3 = job["s3"]
boto3.client(
    "s3",
    endpoint_url=s3["endpoint"],
    region_name=s3["region"],
    aws_access_key_id=s3["accessKeyId"],
    aws_secret_access_key=s3["secretAccessKey"],
).upload_file(path, s3["bucket"], job["key"])

usage = resource.getrusage(resource.RUSAGE_SELF)
with open(job["outcomeFile"], "w", encoding="ascii") as file:
    outcome = {
        "rows": rows,
        "key": job["key"],
        "cpuSeconds": usage.ru_utime + usage.ru_stime,
        "peakRssBytes": peak_rss_bytes(),
    }
    json.dump(outcome, file)
